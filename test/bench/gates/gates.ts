/**
 * The gates that are measured, in the order of the table.
 */
import type { Gate } from '../gate.ts';
import { p1 } from './p1.ts';
import { p4 } from './p4.ts';
import { p6 } from './p6.ts';
import { p7 } from './p7.ts';

export const gates: readonly Gate[] = [p1, p4, p6, p7];
