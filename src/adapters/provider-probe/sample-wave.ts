/**
 * A short sound to transcribe: half a second of a vowel between silences, made here, so that no recording ships.
 */

const rateHz = 16_000;
const seconds = 1;

/** Mono PCM16 in a WAV. Its words do not matter: any text, also none, shows that the stage works. */
export function sampleWave(): ArrayBuffer {
  const samples = Int16Array.from({ length: rateHz * seconds }, (_nothing, index) => vowelAt(index / rateHz));
  const wave = new ArrayBuffer(44 + samples.length * 2);
  const view = new DataView(wave);
  const word = (at: number, text: string): void =>
    [...text].forEach((letter, index) => view.setUint8(at + index, letter.charCodeAt(0)));
  word(0, 'RIFF');
  view.setUint32(4, 36 + samples.length * 2, true);
  word(8, 'WAVEfmt ');
  view.setUint32(16, 16, true);
  view.setUint16(20, 1, true);
  view.setUint16(22, 1, true);
  view.setUint32(24, rateHz, true);
  view.setUint32(28, rateHz * 2, true);
  view.setUint16(32, 2, true);
  view.setUint16(34, 16, true);
  word(36, 'data');
  view.setUint32(40, samples.length * 2, true);
  samples.forEach((sample, index) => view.setInt16(44 + index * 2, sample, true));
  return wave;
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
