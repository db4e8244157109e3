import { describe, expect, it } from 'vitest';
import { liveReducers, longestConversation, upsert } from '../../../src/renderer/bridge/live-reducers.ts';
import { aTurn } from '../things.ts';

describe('what a view follows', () => {
  it('[V6] replaces a turn that grew, in its place', () => {
    const state = [aTurn(1, 'person', 'What'), aTurn(2, 'assistant', 'It')];
    const grown = aTurn(1, 'person', 'What is it');
    expect(liveReducers['talk.turnChanged'](state, { type: 'event', seq: 2, payload: grown })).toEqual([
      grown,
      state[1],
    ]);
  });

  it('takes a fresh state as the whole truth', () => {
    const state = [aTurn(1, 'person', 'old')];
    expect(liveReducers['talk.turnChanged'](state, { type: 'state', seq: 9, state: [] })).toEqual([]);
  });

  it('keeps the latest thousand', () => {
    const many = Array.from({ length: longestConversation }, (_, index) => ({ id: String(index) }));
    const kept = upsert(many, { id: 'new' });
    expect([kept.length, kept[0]?.id, kept.at(-1)?.id]).toEqual([1_000, '1', 'new']);
  });
});
