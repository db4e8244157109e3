/**
 * A short sound to transcribe: half a second of a vowel between silences, made here, so that no recording ships.
 */
import { toWaveFile } from '../../contract/index.ts';

const rateHz = 16_000;
const seconds = 1;

/** Mono PCM16 in a WAV. Its words do not matter: any text, also none, shows that the stage works. */
export function sampleWave(): ArrayBuffer {
  const samples = Int16Array.from({ length: rateHz * seconds }, (_nothing, index) => vowelAt(index / rateHz));
  return toWaveFile(samples, rateHz);
}

/** A voice of 140 Hz with its harmonics strongest around 700 and 1,100 Hz: an "ah". */
function vowelAt(second: number): number {
  if (second < 0.25 || second > 0.75) return 0;
  let sum = 0;
  for (let harmonic = 1; harmonic <= 12; harmonic++) {
    const hz = 140 * harmonic;
    const strength = Math.exp(-(((hz - 700) / 300) ** 2)) + 0.6 * Math.exp(-(((hz - 1100) / 300) ** 2)) + 0.05;
    sum += strength * Math.sin(2 * Math.PI * hz * second);
  }
  return Math.round(sum * 3000);
}
