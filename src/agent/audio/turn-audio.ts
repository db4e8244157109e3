/**
 * The audio of one turn on its way to the model, and the copy of it that the host keeps until it is answered.
 *
 * Path: recent audio and live frames -> here -> RealtimeSession (`input_audio_buffer.append`) and `agent.turnCommitted`.
 * Always: the plugin is given whole blocks of 100 ms (it keeps back what is less); the copy is the last 30 s at most.
 */
import { AudioFrame } from '@livekit/rtc-node';
import { concatenate } from './recent-audio.ts';
import { modelRateHz } from './room-speaker.ts';

const blockSamples = modelRateHz / 10;
const keptSamples = modelRateHz * 30;
/** The plugin does not commit 100 ms or less. */
const leastBlocks = 2;

export class TurnAudio {
  readonly #send: (frame: AudioFrame) => void;
  #rest = new Int16Array(0);
  #blocks: Int16Array[] = [];
  #sentBlocks = 0;

  constructor(send: (frame: AudioFrame) => void) {
    this.#send = send;
  }

  push(samples: Int16Array): void {
    const all = concatenate([this.#rest, samples]);
    const whole = Math.floor(all.length / blockSamples);
    for (let index = 0; index < whole; index++)
      this.#block(all.slice(index * blockSamples, (index + 1) * blockSamples));
    this.#rest = all.slice(whole * blockSamples);
  }

  /** Sends what is left, filled up with silence. */
  finish(): void {
    const missing = this.#rest.length === 0 ? 0 : blockSamples - this.#rest.length;
    this.push(new Int16Array(missing));
    while (this.#sentBlocks < leastBlocks) this.#block(new Int16Array(blockSamples));
  }

  /** PCM16 little-endian in base64, as `UnansweredTurn` carries it. */
  toBase64(): string {
    const samples = concatenate(this.#blocks);
    return Buffer.from(samples.buffer, samples.byteOffset, samples.byteLength).toString('base64');
  }

  #block(samples: Int16Array): void {
    this.#blocks.push(samples);
    this.#sentBlocks += 1;
    if (this.#blocks.length * blockSamples > keptSamples) this.#blocks.shift();
    this.#send(new AudioFrame(samples, modelRateHz, 1, samples.length));
  }
}

/** The samples of an utterance that the host kept. */
export function fromBase64(audio: string): Int16Array {
  const bytes = Buffer.from(audio, 'base64');
  const samples = new Int16Array(Math.floor(bytes.length / 2));
  for (let index = 0; index < samples.length; index++) samples[index] = bytes.readInt16LE(index * 2);
  return samples;
}
