import { describe, expect, it } from 'vitest';
import { toLevel } from '../../../src/renderer/voice/level-meter.ts';
import { toMicrophoneProblem } from '../../../src/renderer/voice/microphone-problem.ts';
import { hear, isSilent, silentAfterMs } from '../../../src/renderer/voice/silence.ts';

const failure = (name: string): Error => Object.assign(new Error(name), { name });

describe('[V8] what is wrong with a microphone', () => {
  it('is told from what the browser throws', () => {
    const names = ['NotAllowedError', 'NotFoundError', 'OverconstrainedError', 'NotReadableError', 'TypeError'];
    expect(names.map((name) => toMicrophoneProblem(failure(name)))).toEqual([
      'denied',
      'missing',
      'missing',
      'busy',
      'failed',
    ]);
  });

  it('is silence only when nothing at all was ever heard', () => {
    const dead = [0, 1e-6, 0].reduce((listening, peak) => hear(listening, peak), { sinceMs: 0, heard: false });
    expect(isSilent(dead, silentAfterMs - 1)).toBe(false);
    expect(isSilent(dead, silentAfterMs)).toBe(true);
    expect(isSilent(hear(dead, 0.0004), silentAfterMs)).toBe(false);
  });

  it('shows a level between nothing and all', () => {
    expect([toLevel(0), toLevel(1e-9), toLevel(1)]).toEqual([0, 0, 1]);
    expect(toLevel(0.05)).toBeCloseTo(0.527, 2);
  });
});
