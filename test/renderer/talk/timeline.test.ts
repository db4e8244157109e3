import { describe, expect, it } from 'vitest';
import { startsNewSpeaker, toTimeline } from '../../../src/renderer/talk/timeline.ts';
import { aCall, aTurn } from '../things.ts';

describe('the conversation', () => {
  it('puts a tool call where it happened', () => {
    const entries = toTimeline([aTurn(1, 'person', 'What is in it?'), aTurn(3, 'assistant', 'Two files.')], [aCall(1)]);
    expect(entries.map(({ key }) => key)).toEqual(['turn turn-1', 'call call-1', 'turn turn-3']);
  });

  it('shows a turn that is being heard, and leaves out one that came to nothing', () => {
    const turns = [aTurn(1, 'person', '', { final: false }), aTurn(2, 'person', '')];
    expect(toTimeline(turns, []).map(({ key }) => key)).toEqual(['turn turn-1']);
  });

  it('[V6] names the speaker when another one begins', () => {
    const other = { kind: 'person', identity: 'phone-2', name: 'Grace' } as const;
    const entries = toTimeline(
      [aTurn(1, 'person', 'a'), aTurn(2, 'person', 'b'), aTurn(3, 'person', 'c', { speaker: other })],
      [],
    );
    expect(entries.map((_, index) => startsNewSpeaker(entries, index))).toEqual([true, false, true]);
  });
});
