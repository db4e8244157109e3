import type { Rule } from 'eslint';
export function findViolation(file: string, specifier: string, root?: string): string | null;
export const importLaw: Rule.RuleModule;
