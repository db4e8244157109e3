import { expect, it } from 'vitest';
import { Resampler } from '../../../src/agent/audio/resample.ts';

const sine = (frequencyHz: number, rateHz: number, count: number): Int16Array =>
  Int16Array.from({ length: count }, (_, index) =>
    Math.round(10_000 * Math.sin((2 * Math.PI * frequencyHz * index) / rateHz)),
  );

function resample(samples: Int16Array, chunk: number): Int16Array {
  const resampler = new Resampler();
  const out: number[] = [];
  for (let start = 0; start < samples.length; start += chunk)
    out.push(...resampler.push(samples.slice(start, start + chunk)));
  return Int16Array.from(out);
}

const level = (samples: Int16Array): number =>
  Math.sqrt(samples.reduce((sum, one) => sum + one * one, 0) / samples.length);

it('gives two samples for three, however the stream is cut', () => {
  const whole = resample(sine(440, 24_000, 24_000), 24_000);
  expect(Math.abs(whole.length - 16_000)).toBeLessThan(20);
  for (const chunk of [1, 7, 240, 480]) expect(resample(sine(440, 24_000, 24_000), chunk)).toEqual(whole);
});

it('keeps speech frequencies as they are and what 16 kHz cannot carry away', () => {
  for (const frequencyHz of [200, 1000, 5000]) {
    const out = resample(sine(frequencyHz, 24_000, 24_000), 480).slice(100, -100);
    expect(level(out)).toBeGreaterThan(0.9 * 7071);
    expect(level(out)).toBeLessThan(1.1 * 7071);
  }
  expect(level(resample(sine(10_500, 24_000, 24_000), 480).slice(100, -100))).toBeLessThan(0.05 * 7071);
});
