/**
 * Push-to-talk's two tones as the window plays them at the loudspeaker of a room with real sound devices.
 */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Page } from 'playwright';
import { correlation } from './rig/correlate.ts';
import type { SoundRoom } from './rig/sound-room.ts';
import { speechRateHz } from './rig/speech.ts';
import { openTalkByKey } from './rig/talk-by-key.ts';
import type { TalkFollower } from './rig/talk-follower.ts';

/** A tone begins 0.2 s after the key is down, and 0.4 s after it is up; what has not come by then does not come. */
const listenMs = 1_500;
/** Of a tone, which is a little longer: what is compared. */
const toneMs = 80;
/** −60 dB: under it nobody hears anything. */
const silentSample = 33;

describe('the tones of push-to-talk', () => {
  let room: SoundRoom;
  let talk: TalkFollower;
  let page: Page;
  const opened: { close(): Promise<void> }[] = [];

  beforeAll(async () => {
    ({ room, talk, page } = await openTalkByKey(opened));
  });
  afterAll(async () => {
    for (const one of opened.reverse()) await one.close();
  });

  /** What the speaker plays from when the space bar goes down, and from when it comes up. */
  async function pressed(): Promise<{ down: Int16Array; up: Int16Array }> {
    const ear = await room.listenAtSpeaker();
    await page.keyboard.down('Space');
    const down = await ear.take(listenMs);
    await page.keyboard.up('Space');
    const up = await ear.take(listenMs);
    await ear.stop();
    return { down, up };
  }

  const silence = { soundMs: 0, peakDb: -Infinity };

  it('[V4] are short and soft in the room, and are not there once they are switched off', async () => {
    const { down, up } = await pressed();
    const tones = [measured(down), measured(up)];
    process.stdout.write(`Tones: ${JSON.stringify(tones)}\n`);
    for (const { soundMs, peakDb } of tones) {
      expect(soundMs).toBeGreaterThan(30);
      expect(soundMs).toBeLessThan(120);
      expect(peakDb).toBeGreaterThan(-20);
      expect(peakDb).toBeLessThan(-17);
    }

    await page.getByRole('link', { name: 'Settings' }).click();
    const choice = page.getByRole('switch', { name: 'Short tones when it begins and stops listening' });
    await choice.click();
    await page.getByRole('link', { name: 'Talk' }).click();
    const off = await pressed();
    expect([measured(off.down), measured(off.up)]).toEqual([silence, silence]);

    await page.getByRole('link', { name: 'Settings' }).click();
    await choice.click();
    await page.getByRole('link', { name: 'Talk' }).click();
    const on = await pressed();
    expect([on.down, on.up].map((sound) => measured(sound).soundMs > 30)).toEqual([true, true]);
  });

  it('[V4] are not played over the assistant', async () => {
    const { down: tone } = await pressed();
    const likeness = (sound: Int16Array): number =>
      correlation({ samples: tone, rateHz: speechRateHz }, { samples: sound, rateHz: speechRateHz }, toneMs);
    await page.getByRole('textbox', { name: 'Message' }).fill('Tell me a long story');
    await page.getByRole('button', { name: 'Send' }).click();
    const ear = await room.listenAtSpeaker();
    while (measured(await ear.take(500)).soundMs < 250);
    await ear.stop();
    const { down: story } = await pressed();
    // The key was heard: the story ended with it.
    expect(talk.turns.at(-1)).toMatchObject({ final: true, interrupted: true });
    const { down: again } = await pressed();
    process.stdout.write(`Like the tone: ${JSON.stringify([likeness(story), likeness(again)])}\n`);
    expect(measured(story).soundMs).toBeGreaterThan(30);
    expect(likeness(story)).toBeLessThan(0.5);
    expect(likeness(again)).toBeGreaterThan(0.6);
  });
});

/** How long there is sound in it, silence between left out, and how loud its loudest sample is; full scale is 0 dB. */
function measured(samples: Int16Array): { soundMs: number; peakDb: number } {
  const perMs = speechRateHz / 1_000;
  let soundMs = 0;
  let peak = 0;
  for (let at = 0; at < samples.length; at += perMs) {
    const loudest = samples.subarray(at, at + perMs).reduce((most, sample) => Math.max(most, Math.abs(sample)), 0);
    if (loudest > silentSample) soundMs += 1;
    peak = Math.max(peak, loudest);
  }
  return { soundMs, peakDb: peak > silentSample ? 20 * Math.log10(peak / 32_768) : -Infinity };
}
