/**
 * Push-to-talk in the window, from the key to what the provider gets: a person presses the space bar in silence and speaks, in a
 * room with real sound devices.
 */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Page } from 'playwright';
import { correlation } from './rig/correlate.ts';
import type { SoundRoom } from './rig/sound-room.ts';
import { joined, silence, speech, speechRateHz } from '../agent/rig/speech.ts';
import { openTalkByKey } from './rig/talk-by-key.ts';
import type { TalkFollower } from './rig/talk-follower.ts';
import type { TalkingHost } from './rig/talking-host.ts';

/** The first sounds of the sentence. */
const firstMs = 200;
/** Between the sign at which the key goes down and the first sound: as long as hands and mouth take one after the other. */
const signToWordsMs = 500;
/** Somebody taps on the table. */
const sign = Int16Array.from({ length: speechRateHz / 20 }, (_, at) => (at % 48 < 24 ? 3_000 : -3_000));

describe('the space bar', () => {
  let room: SoundRoom;
  let talking: TalkingHost;
  let talk: TalkFollower;
  let page: Page;
  const opened: { close(): Promise<void> }[] = [];

  beforeAll(async () => {
    ({ room, talking, talk, page } = await openTalkByKey(opened));
  });
  afterAll(async () => {
    for (const one of opened.reverse()) await one.close();
  });

  /** The key goes down at a sign in the room, in silence; the words follow. What the provider got of them. */
  async function saidByKey(words: Int16Array): Promise<Int16Array> {
    const turn = talking.provider.log.next('turn');
    const { loud } = await room.nextSound();
    const said = room.say(joined(sign, silence(signToWordsMs), words));
    await loud;
    await page.keyboard.down('Space');
    await said;
    await page.keyboard.up('Space');
    const { pcm } = await turn;
    await talk.until(({ view, exchanges }) => view?.agent.state === 'ready' && exchanges.at(-1)?.answers.at(-1)?.final);
    return pcm;
  }

  it('[V4] lets the first sound through with the key held from silence, and nothing without the key', async () => {
    const words = await speech('Echo the secret word');
    const first = words.subarray(0, (speechRateHz * firstMs) / 1000);
    await room.say(words);
    const likeness = (pcm: Int16Array): number =>
      correlation({ samples: first, rateHz: speechRateHz }, { samples: pcm, rateHz: 24_000 }, firstMs);
    const whole = likeness(await saidByKey(words));
    const without = likeness(await saidByKey(words.subarray(first.length)));
    expect(talking.provider.log.turns).toHaveLength(2);
    // 0.57 to 0.77 and 0.19 to 0.25 on a machine with seven times the work it can do.
    expect(whole).toBeGreaterThan(0.5);
    expect(without).toBeLessThan(0.4);
  });
});
