/**
 * The header of a WAV that arrives in pieces.
 */
import { describe, expect, it } from 'vitest';
import { toWaveFile } from '../../../src/contract/index.ts';
import { WaveHeader } from '../../../src/agent/stages/wave-header.ts';

const sound = Int16Array.from({ length: 500 }, (_nothing, index) => index - 250);
const wave = new Uint8Array(toWaveFile(sound, 24_000));

function read(bytes: Uint8Array, pieceBytes: number, rateHz = 24_000): Uint8Array {
  const header = new WaveHeader(rateHz);
  const found: number[] = [];
  for (let at = 0; at < bytes.length; at += pieceBytes)
    found.push(...header.soundOf(bytes.subarray(at, at + pieceBytes)));
  return Uint8Array.from(found);
}

describe('WaveHeader', () => {
  it.each([1, 7, 43, 44, 45, 4000])('leaves just the sound of a WAV in pieces of %i bytes', (pieceBytes) => {
    expect(read(wave, pieceBytes)).toEqual(wave.subarray(44));
  });

  it('passes over chunks it does not know', () => {
    const list = Uint8Array.from([...'LIST'].map((letter) => letter.charCodeAt(0)));
    const extended = Uint8Array.from([...wave.subarray(0, 12), ...list, 3, 0, 0, 0, 9, 9, 9, 0, ...wave.subarray(12)]);
    expect(read(extended, 10)).toEqual(wave.subarray(44));
  });

  it('refuses what would be noise', () => {
    expect(() => read(wave, 4000, 48_000)).toThrow(/24 kHz/);
    expect(() => read(new Uint8Array(100), 100)).toThrow();
  });
});
