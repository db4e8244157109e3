import { describe, expect, it } from 'vitest';
import { extendRun, silentSinceMs } from '../../../src/agent/turns/voice-run.ts';
import type { VoiceRun } from '../../../src/agent/turns/voice-run.ts';
import { Room } from './room.ts';

/** The run after windows of 32 ms: probability and the levels of both halves. */
function runOf(...windows: readonly (readonly [probability: number, first: number, second: number])[]): VoiceRun {
  const run = windows.reduce<VoiceRun | null>(
    (before, [probability, ...levels], index) =>
      extendRun(before, { probability, fromMs: index * 32, toMs: (index + 1) * 32, levels }),
    null,
  );
  if (!run) throw new Error('no run');
  return run;
}

describe('silence begins', () => {
  it('where the sound of the voice fell away, not where voice activity ended', () => {
    expect(silentSinceMs(runOf([0.9, 1000, 1000], [0.9, 1000, 20], [0.5, 20, 20], [0.1, 20, 20]))).toBe(48);
  });

  it('with the end of voice activity where the room is not quiet', () => {
    expect(silentSinceMs(runOf([0.9, 1000, 1000], [0.9, 1000, 40], [0.5, 40, 40], [0.1, 40, 40]))).toBe(96);
  });

  it('with the end of voice activity again where another sound came before it was known as speech', () => {
    expect(silentSinceMs(runOf([0.9, 1000, 1000], [0.6, 20, 20], [0.1, 20, 20], [0.1, 20, 500]))).toBe(64);
  });

  it('with the end of voice activity where that went on for longer than it can after the sound: who whispers is not cut off', () => {
    expect(silentSinceMs(runOf([0.9, 1000, 1000], ...Array<[number, number, number]>(5).fill([0.9, 20, 20])))).toBe(
      192,
    );
  });
});

describe('the end of a turn', () => {
  const afterATail = (): Room => new Room().speak('anna', 1000).hear('anna', 0.5, 64, 5);

  it('is waited for from where the sound fell away', () => {
    const room = afterATail().pause('anna', 160);
    expect(room.effects).toEqual(['take anna', 'pause anna', 'ask anna']);
    expect(room.predict(0.5).pause('anna', 64).effects).not.toContain('commit anna');
    expect(room.pause('anna', 32).effects).toContain('commit anna');
  });

  it('is put off by a sound that may be the next word, until voice activity has had its time', () => {
    const room = new Room().speak('anna', 1000).pause('anna', 224).predict(0.5).pause('anna', 64);
    expect(room.hear('anna', 0.1, 32, 500).effects).not.toContain('commit anna');
    expect(room.pause('anna', 32).effects).not.toContain('commit anna');
    expect(room.pause('anna', 32).effects).toContain('commit anna');
  });

  it('is put off for a track that falls silent by muting too, and not for ever', () => {
    const room = new Room().speak('anna', 1000).pause('anna', 224).predict(0.5).hear('anna', 0.1, 32, 500);
    expect(room.pass(700).effects).toContain('commit anna');
  });

  it('comes with the piece of sound that makes it, not with the window around it', () => {
    const room = new Room().speak('anna', 1000).pause('anna', 224).predict(0.5).pause('anna', 64);
    expect(room.part('anna', 10).effects).not.toContain('commit anna');
    expect(room.part('anna', 10).effects).toContain('commit anna');
  });

  it('does not come with sound far ahead of what was judged', () => {
    const room = new Room().speak('anna', 1000).pause('anna', 224).predict(0.5);
    for (let at = 0; at < 200; at += 10) room.part('anna', 10);
    expect(room.effects).not.toContain('commit anna');
  });

  it('does not come with a loud piece', () => {
    const room = new Room().speak('anna', 1000).pause('anna', 224).predict(0.5).pause('anna', 64);
    expect(room.part('anna', 20, 500).part('anna', 10).effects).not.toContain('commit anna');
  });
});
