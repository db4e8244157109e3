/**
 * Whether something that came from outside is an object with fields.
 */

/** No array, not null. What its fields hold is still unknown. */
export const isRecord = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);
