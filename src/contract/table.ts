/**
 * The shape of the bridge's table: a row per method and per event. Area files satisfy these types; bridge.ts joins them.
 */
import type { z } from 'zod';
import type { Role } from './ids.ts';

/** One method: what goes in, what comes out, who may call it. */
export interface MethodRow {
  readonly input: z.ZodType;
  readonly output: z.ZodType;
  readonly roles: readonly Role[];
}

/**
 * One event. `state` is what a late subscriber gets first, `payload` each change after it.
 * `scope: 'room'` events reach only connections of that room, `connection` ones a single connection,
 * `global` ones every connection whose role is listed.
 */
export interface EventRow {
  readonly state: z.ZodType;
  readonly payload: z.ZodType;
  readonly roles: readonly Role[];
  readonly scope: 'global' | 'room' | 'connection';
}

/** An area's methods by name. */
export type MethodTable = Readonly<Record<string, MethodRow>>;
/** An area's events by name. */
export type EventTable = Readonly<Record<string, EventRow>>;
