/**
 * The gates that are measured, in the order of the table.
 */
import type { Gate } from '../gate.ts';
import { p1 } from './p1.ts';

export const gates: readonly Gate[] = [p1];
