import type { AudioFrame } from '@livekit/rtc-node';
import { describe, expect, it } from 'vitest';
import { HoldableSource } from '../../../src/agent/audio/holdable-source.ts';
import type { SoundSource } from '../../../src/agent/audio/holdable-source.ts';

/** Plays one sample a millisecond when told to. */
class FakeSource implements SoundSource {
  readonly played: number[] = [];
  #queue: number[] = [];
  #waiting: (() => void)[] = [];

  get queuedDuration(): number {
    return this.#queue.length;
  }

  captureFrame(frame: AudioFrame): Promise<void> {
    this.#queue.push(...frame.data);
    return Promise.resolve();
  }

  clearQueue(): void {
    this.#queue = [];
    this.#mayBeDone();
  }

  waitForPlayout(): Promise<void> {
    return this.#queue.length === 0 ? Promise.resolve() : new Promise((resolve) => this.#waiting.push(resolve));
  }

  play(durationMs: number): void {
    this.played.push(...this.#queue.splice(0, durationMs));
    this.#mayBeDone();
  }

  #mayBeDone(): void {
    if (this.#queue.length > 0) return;
    for (const resolve of this.#waiting.splice(0)) resolve();
  }
}

const sound = (from: number, count: number): Int16Array => Int16Array.from({ length: count }, (_, at) => from + at);
const numbers = (from: number, count: number): number[] => [...sound(from, count)];

describe('a source that can be held', () => {
  it('[V5] is silent at once and goes on from the sample at which it fell silent', async () => {
    const source = new FakeSource();
    const voice = new HoldableSource(source, 1000);
    await voice.capture(sound(0, 50));
    await voice.capture(sound(50, 50));
    source.play(30);
    voice.hold();
    source.play(100);
    expect(source.played).toEqual(numbers(0, 30));
    expect(voice.queuedMs).toBe(70);
    voice.release();
    await voice.capture(sound(100, 20));
    source.play(1000);
    expect(source.played).toEqual(numbers(0, 120));
    expect(voice.queuedMs).toBe(0);
  });

  it('loses nothing where it is held again before the source took what was held', async () => {
    const source = new FakeSource();
    const voice = new HoldableSource(source, 1000);
    await voice.capture(sound(0, 100));
    source.play(30);
    voice.hold();
    voice.release();
    voice.hold();
    expect(voice.queuedMs).toBe(70);
    voice.release();
    await voice.capture(sound(100, 1));
    source.play(1000);
    expect(source.played).toEqual(numbers(0, 101));
  });

  it('lets nobody hand over more while it is held, and forgets what is held when it is cleared', async () => {
    const source = new FakeSource();
    const voice = new HoldableSource(source, 1000);
    await voice.capture(sound(0, 100));
    source.play(30);
    voice.hold();
    let opened = false;
    const open = voice.open.then(() => (opened = true));
    await Promise.resolve();
    expect(opened).toBe(false);
    voice.clear();
    await open;
    voice.release();
    expect(voice.queuedMs).toBe(0);
    source.play(1000);
    expect(source.played).toEqual(numbers(0, 30));
  });

  it('has played out once a hold is over and the rest was played', async () => {
    const source = new FakeSource();
    const voice = new HoldableSource(source, 1000);
    await voice.capture(sound(0, 100));
    let done = false;
    const playout = voice.waitForPlayout().then(() => (done = true));
    voice.hold();
    await new Promise(setImmediate);
    expect(done).toBe(false);
    voice.release();
    await new Promise(setImmediate);
    expect(done).toBe(false);
    source.play(100);
    await playout;
    expect(source.played).toEqual(numbers(0, 100));
  });
});
