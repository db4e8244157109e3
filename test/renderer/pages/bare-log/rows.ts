/**
 * The calls of a long log, the same for whoever lists them: number 1 is the oldest.
 */
export interface BareCall {
  readonly id: string;
  readonly server: string;
  readonly tool: string;
  readonly path: string;
  readonly startedAtMs: number;
  readonly durationMs: number;
}

/** Newest first. */
export const bareCalls = (total: number): BareCall[] =>
  Array.from({ length: total }, (_, index) => aBareCall(total - index));

export function aBareCall(number: number): BareCall {
  return {
    id: `call-${number}`,
    server: number % 3 === 0 ? 'weather' : 'filesystem',
    tool: `tool_${number}`,
    path: `/home/ada/sample/notes-${number}.md`,
    startedAtMs: Date.UTC(2026, 0, 1) + number * 60_000,
    durationMs: (number * 37) % 4_000,
  };
}
