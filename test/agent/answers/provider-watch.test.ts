import { describe, expect, it } from 'vitest';
import { ProviderWatch } from '../../../src/agent/answers/provider-watch.ts';
import { defaultDeadlines } from '../../../src/agent/answers/provider-watch-state.ts';
import type { WatchEvent, WatchFailure } from '../../../src/agent/answers/provider-watch-state.ts';
import { FakeClock } from '../../fakes/fake-clock.ts';

/** Reports events; a number is time passing, in ms. */
function failuresAfter(...steps: readonly (WatchEvent | WatchEvent['type'] | number)[]): WatchFailure[] {
  const clock = new FakeClock();
  const failures: WatchFailure[] = [];
  const watch = new ProviderWatch({
    clock,
    deadlines: defaultDeadlines,
    onFailure: (failure) => failures.push(failure),
  });
  for (const step of steps) {
    if (typeof step === 'number') clock.advance(step);
    else watch.report(typeof step === 'string' ? ({ type: step } as WatchEvent) : step);
  }
  return failures;
}

const done = (outcome: 'complete' | 'empty' | 'cancelled' | 'failed'): WatchEvent => ({ type: 'done', outcome });
const speaking = (value: boolean): WatchEvent => ({ type: 'speakingChanged', speaking: value });

describe('the watch over the provider', () => {
  it('[F6, F15] a turn that nothing comes back to has failed within five seconds', () => {
    expect(failuresAfter('asked', 3900)).toEqual([]);
    expect(failuresAfter('asked', 5000)).toEqual(['silent']);
  });

  it('[F15] a response that stays without output, or stalls, has failed', () => {
    expect(failuresAfter('asked', 100, 'created', 7900)).toEqual([]);
    expect(failuresAfter('asked', 100, 'created', 8000)).toEqual(['silent']);
    expect(failuresAfter('asked', 'created', 'output', 10_000)).toEqual(['silent']);
  });

  it('[F16] an empty response has failed', () => {
    expect(failuresAfter('asked', 'created', done('empty'))).toEqual(['empty']);
  });

  it('[F14] a connection made anew in the middle of an answer has failed; between answers it is nothing', () => {
    expect(failuresAfter('asked', 'created', 'output', 'reconnected')).toEqual(['dropped']);
    expect(failuresAfter('reconnected', 'asked', 'created', 'output', done('complete'), 'reconnected', 60_000)).toEqual(
      [],
    );
  });

  it('[F14] a connection made anew while a tool runs has failed: it does not know the call', () => {
    expect(failuresAfter('asked', 'created', 'output', 'toolStarted', done('complete'), 'reconnected')).toEqual([
      'dropped',
    ]);
  });

  it('a spoken answer may take its time, and a slow tool too; then the reply is owed again', () => {
    expect(failuresAfter('asked', 'created', 'output', speaking(true), 60_000, done('complete'), 60_000)).toEqual([]);
    const called: readonly (WatchEvent | WatchEvent['type'] | number)[] = [
      'asked',
      'created',
      'output',
      'toolStarted',
      done('complete'),
      120_000,
    ];
    expect(failuresAfter(...called)).toEqual([]);
    expect(failuresAfter(...called, 'toolEnded', 3900, 'created', 'output', done('complete'), 60_000)).toEqual([]);
    expect(failuresAfter(...called, 'toolEnded', 4000)).toEqual(['silent']);
  });

  it('an interrupted answer is waited for no longer, and a failure is told once', () => {
    expect(failuresAfter('asked', 'settled', 60_000)).toEqual([]);
    expect(failuresAfter('asked', 5000, 'asked', 5000)).toEqual(['silent']);
  });
});
