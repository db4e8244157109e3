/**
 * A person speaks over a long answer: how soon it falls silent, and what the talk's history then holds of it.
 */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { MintedToken, Turn } from '../../src/contract/index.ts';
import type { Provider } from '../../src/demo/create-provider.ts';
import { toDurationMs } from '../../src/demo/speaking/pcm.ts';
import { RoomPerson } from './rig/room-person.ts';
import { speak } from './rig/speech.ts';
import { TalkFollower } from './rig/talk-follower.ts';
import { startTalkingHost } from './rig/talking-host.ts';
import type { TalkingHost } from './rig/talking-host.ts';

describe('an answer that is spoken over in a room', () => {
  let talking: TalkingHost;
  let person: RoomPerson;
  let talk: TalkFollower;

  beforeAll(async () => {
    talking = await startTalkingHost();
    talk = new TalkFollower(talking.host.bridge());
    const { token, livekitUrl } = await talking.host.json<MintedToken>('room', 'token', 'main', 'ann');
    person = await RoomPerson.join(livekitUrl, token);
    await person.agentReady();
  });
  afterAll(async () => {
    await person.leave();
    await talking.close();
  });

  async function storedTurns(): Promise<readonly Turn[]> {
    const bridge = talking.host.bridge();
    const [latest] = await bridge.invoke('history.list', {});
    return latest ? (await bridge.invoke('history.show', { id: latest.id })).turns : [];
  }

  it('[V5] falls silent at once, and its history is as long as what was heard', async () => {
    const voice = person.nextVoice();
    await person.speak(await speak('Tell me a long story'));
    const beganMs = await person.listenUntil(voice);
    await person.speak(new Int16Array(0), 3_000);

    const question = toVoiced(await speak('What time is it in Paris?'));
    const onsetMs = performance.timeOrigin + performance.now();
    const asked = person.speak(question);
    const story = await talk.until(({ turns }) => turns.find(({ final, interrupted }) => final && interrupted));
    await asked;
    // The question is still being ended: what was heard last was the story.
    const silentMs = person.lastVoiceAtMs;
    const answered = await person.listenUntil(
      talk.until(({ exchanges, view }) => view?.agent.state === 'ready' && exchanges[1]?.answers[0]?.final),
    );

    expect(answered).toBe(true);
    expect(silentMs - onsetMs).toBeGreaterThan(0);
    expect(silentMs - onsetMs).toBeLessThan(1_000);
    expect(talk.exchanges[0]?.answers).toEqual([story]);
    expect(story.text).toMatch(/^Once upon a time/);
    const heardMs = silentMs - beganMs;
    const toldMs = toDurationMs(toVoiced(await talking.provider.voice.synthesise(story.text)).length);
    const cutMs = truncatedAtMs(talking.provider);
    process.stdout.write(
      `Spoken over, ms: ${JSON.stringify({ heardMs, toldMs, cutMs, fellSilentMs: silentMs - onsetMs })}\n`,
    );
    // A word more or less: nobody hears the half of one.
    expect(Math.abs(toldMs - heardMs)).toBeLessThan(500);
    // What the model is told of what was heard, to the length of a packet's way.
    expect(Math.abs(cutMs - heardMs)).toBeLessThan(250);
    expect((await storedTurns()).find(({ id }) => id === story.id)).toEqual(story);
  });
});

/** How much of its answer the model was told was heard. */
function truncatedAtMs({ log }: Provider): number {
  for (const { event } of log.clientEvents) if (event.type === 'conversation.item.truncate') return event.audio_end_ms;
  return NaN;
}

/** From its first sound to its last. */
function toVoiced(samples: Int16Array): Int16Array {
  const isLoud = (sample: number): boolean => Math.abs(sample) > 200;
  return samples.slice(samples.findIndex(isLoud), samples.findLastIndex(isLoud) + 1);
}
