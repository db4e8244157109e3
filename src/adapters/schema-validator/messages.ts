/**
 * What passes between the validator and its worker thread. A schema is sent once per thread and named by number after that.
 */
export interface ToValidator {
  readonly id: number;
  readonly schemaNumber: number;
  readonly schema: Readonly<Record<string, unknown>> | null;
  readonly value: unknown;
}

/**
 * `ready` once, when the thread can answer at full speed. `words` null: the value fits. `usedMs`: the processor time of the
 * thread so far.
 */
export type FromValidator =
  | { readonly type: 'ready'; readonly usedMs: number }
  | { readonly type: 'checked'; readonly id: number; readonly words: string | null; readonly usedMs: number };
