/**
 * Takes the header off a WAV that arrives in pieces, for speech stages that send no raw samples.
 *
 * Path: speak -> here. Always: what comes out is the sound's bytes; a sound that is not 16-bit mono of the wanted rate is an
 * error, since it would be noise. Source: RIFF; streamed files have no true sizes, so only the chunk names and `fmt ` are believed.
 */
import { StageError } from './stage-fetch.ts';

const longestHeaderBytes = 4096;

export class WaveHeader {
  readonly #rateHz: number;
  #head = new Uint8Array(0);
  #done = false;

  constructor(rateHz: number) {
    this.#rateHz = rateHz;
  }

  /** The part of this piece that is sound. @throws {StageError} for what is not such a WAV */
  soundOf(piece: Uint8Array): Uint8Array {
    if (this.#done) return piece;
    const head = new Uint8Array(this.#head.length + piece.length);
    head.set(this.#head);
    head.set(piece, this.#head.length);
    this.#head = head;
    const start = this.#soundStart();
    if (start === null) {
      if (head.length > longestHeaderBytes) throw unfit();
      return new Uint8Array(0);
    }
    this.#done = true;
    this.#head = new Uint8Array(0);
    return head.subarray(start);
  }

  /** Where the sound begins, or null while the header is not whole. */
  #soundStart(): number | null {
    const view = new DataView(this.#head.buffer, this.#head.byteOffset, this.#head.byteLength);
    if (view.byteLength < 12) return null;
    if (wordAt(view, 0) !== 'RIFF' || wordAt(view, 8) !== 'WAVE') throw unfit();
    for (let at = 12; at + 8 <= view.byteLength;) {
      const sizeBytes = view.getUint32(at + 4, true);
      if (wordAt(view, at) === 'data') return at + 8;
      if (at + 8 + 16 > view.byteLength) return null;
      if (wordAt(view, at) === 'fmt ') this.#check(view, at + 8);
      at += 8 + sizeBytes + (sizeBytes % 2);
    }
    return null;
  }

  #check(view: DataView, at: number): void {
    const fits =
      view.getUint16(at + 2, true) === 1 &&
      view.getUint32(at + 4, true) === this.#rateHz &&
      view.getUint16(at + 14, true) === 16;
    if (!fits) throw unfit();
  }
}

const wordAt = (view: DataView, at: number): string =>
  String.fromCharCode(view.getUint8(at), view.getUint8(at + 1), view.getUint8(at + 2), view.getUint8(at + 3));

const unfit = (): StageError => new StageError('failed', 'the speech is no 16-bit mono WAV of 24 kHz');
