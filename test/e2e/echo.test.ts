/**
 * The assistant's own voice comes out of a loudspeaker and into the microphone of the same room, through real sound devices.
 */
import { afterEach, describe, expect, it } from 'vitest';
import { openBrowserInRoom } from './rig/browser.ts';
import { correlation } from './rig/correlate.ts';
import { openSoundRoom } from './rig/sound-room.ts';
import type { SoundRoom } from './rig/sound-room.ts';
import { speak, speechRateHz } from './rig/speech.ts';
import { TalkFollower } from './rig/talk-follower.ts';
import { startTalkingHost } from './rig/talking-host.ts';
import type { TalkingHost } from './rig/talking-host.ts';

const speakingMs = 15_000;

describe('in a room with a loudspeaker', () => {
  let talking: TalkingHost;
  let talk: TalkFollower;
  let room: SoundRoom;
  const opened: { close(): Promise<void> }[] = [];

  afterEach(async () => {
    for (const one of opened.splice(0).reverse()) await one.close();
  });

  /** The window in the room, and the assistant 15 s into a long answer to a typed question, or cut off before. */
  async function toldAStory(echoCancellation: 'as it is' | 'off'): Promise<{ air: Int16Array; cut: boolean }> {
    room = await openSoundRoom();
    opened.push(room);
    talking = await startTalkingHost();
    opened.push(talking);
    talk = new TalkFollower(talking.host.bridge());
    const browser = await openBrowserInRoom(room.server);
    opened.push(browser);
    const { page } = browser;
    if (echoCancellation === 'off') await page.addInitScript({ content: withoutEchoCancellation });
    await page.goto(talking.host.url);
    await page.getByRole('button', { name: 'Join' }).click();
    await page.getByRole('status', { name: 'Assistant state' }).getByText(/ready/i).waitFor();
    await page.getByRole('textbox', { name: 'Message' }).fill('Tell me a long story');
    await page.getByRole('button', { name: 'Send' }).click();
    await talk.until(({ view }) => view?.agent.state === 'speaking');
    const ear = room.listen();
    const over = new Promise<false>((resolve) => setTimeout(() => resolve(false), speakingMs));
    const stopped = talk.until(({ view }) => view?.agent.state !== 'speaking');
    const cut = await Promise.race([over, stopped]);
    return { air: await ear.stop(), cut };
  }

  const heardOfStory = (air: Int16Array): number => {
    const pcm = talking.provider.log.responses.at(0)?.pcm.subarray(0, 24_000 * 8) ?? new Int16Array(0);
    return correlation({ samples: pcm, rateHz: 24_000 }, { samples: air, rateHz: speechRateHz });
  };

  it('[V1] the assistant speaks for 15 s and neither hears nor cuts itself; a person over it is heard', async () => {
    const { air, cut } = await toldAStory('as it is');
    expect(heardOfStory(air)).toBeGreaterThan(0.6);
    expect(cut).toBe(false);
    expect(talking.provider.log.turns).toEqual([]);

    const interrupted = talk.until(({ turns }) => turns.some((turn) => turn.final && turn.interrupted));
    const heard = talking.provider.log.next('turn');
    const words = await speak('What time is it in Paris?');
    await room.say(words);
    await interrupted;
    const { pcm } = await heard;
    // The second half: by then the answer is silent, and nothing is cancelled from the person's voice any more.
    const inWhatCame = (said: Int16Array): number =>
      correlation({ samples: said, rateHz: speechRateHz }, { samples: pcm, rateHz: 24_000 }, 300);
    expect(inWhatCame(words.subarray(words.length / 2))).toBeGreaterThan(0.5);
    expect(inWhatCame(await speak('Turn on the lamp in the kitchen'))).toBeLessThan(0.4);
  });

  it('without echo cancellation the same room makes the assistant hear itself', async () => {
    const { cut } = await toldAStory('off');
    expect(cut).toBe(true);
  });
});

/** Runs in the page, before its scripts. */
const withoutEchoCancellation = `
  const open = navigator.mediaDevices.getUserMedia.bind(navigator.mediaDevices);
  navigator.mediaDevices.getUserMedia = (constraints) =>
    open({ ...constraints, audio: { ...Object(constraints?.audio), echoCancellation: false } });
`;
