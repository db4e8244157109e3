/**
 * Sound as a file, in the one form that every transcription service takes.
 */

/** Mono PCM16 behind a WAV header. Source: RIFF, `fmt ` of 16 bytes. */
export function toWaveFile(samples: Int16Array, rateHz: number): ArrayBuffer {
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
