import { expect, test } from 'vitest';
import { OnsetDetector } from '../bench/rigs/onset.ts';
import { toSilence, toVoiced } from '../bench/rigs/speech.ts';

const loud = new Int16Array(240).fill(2_000);
const quiet = new Int16Array(240).fill(20);

function onsets(frames: readonly Int16Array[]): number[] {
  const detector = new OnsetDetector({ loudLevel: 200, quietMs: 250 });
  return frames.flatMap((frame, index) => (detector.push(frame, index * 10) ? [index * 10] : []));
}

const repeat = (frame: Int16Array, count: number): Int16Array[] => Array.from({ length: count }, () => frame);

test('speech begins with its first loud frame, and a gap between words begins nothing', () => {
  const frames = [...repeat(quiet, 5), ...repeat(loud, 20), ...repeat(quiet, 20), ...repeat(loud, 5)];
  expect(onsets(frames)).toEqual([50]);
});

test('speech after a long silence begins anew', () => {
  const frames = [...repeat(loud, 3), ...repeat(quiet, 30), ...repeat(loud, 3)];
  expect(onsets(frames)).toEqual([0, 330]);
});

test('comfort noise is no speech', () => {
  expect(onsets(repeat(quiet, 100))).toEqual([]);
});

test('speech is cut to its voiced part', () => {
  const pcm = Int16Array.from([...toSilence(10), 50, 900, -40, -900, 30, ...toSilence(10)]);
  expect([...toVoiced(pcm)]).toEqual([900, -40, -900]);
  expect(toVoiced(toSilence(10))).toHaveLength(0);
});
