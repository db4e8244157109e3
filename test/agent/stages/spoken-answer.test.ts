import { describe, expect, it } from 'vitest';
import { speakAnswer, wordsOf } from '../../../src/agent/stages/spoken-answer.ts';

async function* words(...parts: string[]): AsyncGenerator<string> {
  for (const part of parts) yield await Promise.resolve(part);
}

const sound = (ms: number): Int16Array => new Int16Array(ms * 24);

async function play(
  parts: string[],
  speak: (text: string) => AsyncGenerator<Int16Array>,
): Promise<{ texts: string[]; soundMs: number; expectedMs: number; failures: unknown[] }> {
  const failures: unknown[] = [];
  const stream = speakAnswer(words(...parts), {
    speak,
    onSound: () => undefined,
    onVoiceFailed: (error) => failures.push(error),
  });
  const texts: string[] = [];
  let [soundMs, expectedMs] = [0, 0];
  for await (const frame of stream) {
    const begun = wordsOf(frame);
    if (begun) texts.push(begun.text);
    expectedMs += begun?.expectedMs ?? 0;
    soundMs += frame.samplesPerChannel / 24;
  }
  return { texts, soundMs, expectedMs, failures };
}

describe('speakAnswer', () => {
  it('speaks every sentence in order and sends its words with its first sound', async () => {
    const asked: string[] = [];
    const heard = await play(['Once upon a ti', 'me. There was a parrot', '. The end of it'], async function* (text) {
      asked.push(text);
      yield sound(100);
      yield await Promise.resolve(sound(86));
    });
    expect(asked.join('')).toBe('Once upon a time. There was a parrot. The end of it');
    expect(heard).toMatchObject({ texts: asked, soundMs: 3 * 190, failures: [] });
  });

  it('asks for the next sentence while this one is still being spoken', async () => {
    const order: string[] = [];
    await play(['The first sentence. The second sentence. '], async function* (text) {
      order.push(`asked ${text}`);
      yield sound(20);
      await new Promise((resolve) => setImmediate(resolve));
      order.push(`spoken ${text}`);
    });
    expect(order.indexOf('asked The second sentence. ')).toBeLessThan(order.indexOf('spoken The first sentence. '));
  });

  it('[F19] gives all the words and ends when the voice breaks off, and asks it for no more', async () => {
    let spoken = 0;
    const heard = await play(['The first sentence. The second sentence. ', 'The third one.'], async function* () {
      spoken += 1;
      yield await Promise.resolve(sound(50));
      throw new Error('gone');
    });
    expect(heard.texts.join('')).toBe('The first sentence. The second sentence. The third one.');
    expect(heard.failures).toHaveLength(1);
    expect(spoken).toBeLessThanOrEqual(2);
  });
});
