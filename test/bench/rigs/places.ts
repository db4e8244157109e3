/**
 * Paths that the bench starts programs from.
 */
import path from 'node:path';

export const root = path.resolve(import.meta.dirname, '..', '..', '..');
export const resultsFolder = path.join(root, 'bench', 'results');
export const rigFile = (name: string): string => path.join(import.meta.dirname, name);
