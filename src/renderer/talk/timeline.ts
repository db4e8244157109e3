/**
 * Turns and tool calls as one conversation, in the order they happened. Pure.
 */
import type { CallView, Turn } from '../../contract/index.ts';

export type Entry =
  | { readonly type: 'turn'; readonly key: string; readonly atMs: number; readonly turn: Turn }
  | { readonly type: 'call'; readonly key: string; readonly atMs: number; readonly call: CallView };

/** Oldest first; a turn comes before a call of the same moment. A person's turn without words yet is left out. */
export function toTimeline(turns: readonly Turn[], calls: readonly CallView[]): Entry[] {
  const entries: Entry[] = [
    ...turns
      .filter((turn) => turn.text !== '' || !turn.final)
      .map((turn): Entry => ({ type: 'turn', key: `turn ${turn.id}`, atMs: turn.startedAtMs, turn })),
    ...calls.map((call): Entry => ({ type: 'call', key: `call ${call.id}`, atMs: call.startedAtMs, call })),
  ];
  return entries.sort((left, right) => left.atMs - right.atMs);
}

/** Whether the speaker is named again: not when the same one simply goes on. */
export function startsNewSpeaker(entries: readonly Entry[], index: number): boolean {
  const entry = entries[index];
  const before = entries[index - 1];
  if (entry?.type !== 'turn') return false;
  return before?.type !== 'turn' || before.turn.speaker.identity !== entry.turn.speaker.identity;
}
