import { describe, expect, it } from 'vitest';
import type { Rig } from './rig/rig.ts';
import { correlation } from '../e2e/rig/correlate.ts';
import { joined, silence, speech, speechRateHz } from './rig/speech.ts';
import { useRig } from './rig/use-rig.ts';

describe('push-to-talk', () => {
  let rig: Rig;
  useRig((started) => (rig = started));

  it('[V4] only the key opens a turn of the owner, the last word is in it, and key-up ends it at once', async () => {
    const { core, room } = await rig.agent({ assignment: { mode: 'push-to-talk' } });
    const owner = await rig.person(room, 'owner-1');
    await owner.say(joined(await speech('Hello'), silence(1000)));
    expect(core.all('agent.turnCommitted')).toEqual([]);

    core.command({ type: 'key', identity: 'owner-1', action: 'down' });
    await core.reported('agent.stateChanged', ({ floor }) => floor === 'owner-1');
    await owner.say(joined(silence(900), await speech('Tell me a long story')));
    const upMs = Date.now();
    core.command({ type: 'key', identity: 'owner-1', action: 'up' });
    await owner.firstSoundAfter(upMs);
    expect((rig.provider.log.turns.at(-1)?.committedAtMs ?? Infinity) - upMs).toBeLessThan(400);
    expect(core.all('agent.turnCommitted')).toHaveLength(1);
    expect(rig.provider.log.turns.at(-1)?.heard).toMatchObject({ sentenceId: 'story' });
  });

  it('[V4] the first sound of what is said with the key is in what the model gets, from the first word of the talk on', async () => {
    const { core, room } = await rig.agent({ assignment: { mode: 'push-to-talk' } });
    const owner = await rig.person(room, 'owner-1');
    const words = await speech('Tell me a long story');
    const firstMs = 150;
    const first = words.subarray(0, (speechRateHz * firstMs) / 1000);
    await owner.say(silence(200));
    owner.setMuted(true);

    /** Key and voice in the same instant; how much of the sentence's beginning is in what the provider got. */
    const likenessOf = async (said: Int16Array): Promise<number> => {
      const committed = core.all('agent.turnCommitted').length;
      const answered = core.all('agent.turnAnswered').length;
      owner.setMuted(false);
      core.command({ type: 'key', identity: 'owner-1', action: 'down' });
      await owner.say(said);
      core.command({ type: 'key', identity: 'owner-1', action: 'up' });
      await core.until(() => core.all('agent.turnCommitted')[committed]);
      core.command({ type: 'interrupt' });
      await core.until(() => core.all('agent.turnAnswered')[answered]);
      owner.setMuted(true);
      const pcm = rig.provider.log.turns.at(-1)?.pcm ?? new Int16Array(0);
      return correlation({ samples: first, rateHz: speechRateHz }, { samples: pcm, rateHz: 24_000 }, firstMs);
    };
    const whole = await likenessOf(words);
    const without = await likenessOf(words.subarray(first.length));
    // Packets that come late on a busy machine stretch the sound in a place.
    expect(whole).toBeGreaterThan(0.65);
    expect(without).toBeLessThan(0.6);
  });

  it('[R4] a key takes the floor from a speaker and stops the answer; a guest goes on hands-free', async () => {
    const { core, room } = await rig.agent({ assignment: { mode: 'push-to-talk' } });
    const [owner, guest] = await Promise.all([rig.person(room, 'owner-1'), rig.person(room, 'guest')]);
    const askedMs = await guest.say(await speech('Tell me a long story'));
    await guest.firstSoundAfter(askedMs);
    const downMs = Date.now();
    core.command({ type: 'key', identity: 'owner-1', action: 'down' });
    expect((await owner.silentFor(400)) - downMs).toBeLessThan(600);
    await owner.say(await speech('Hello'));
    core.command({ type: 'key', identity: 'owner-1', action: 'up' });
    await core.until(() => core.all('agent.turnAnswered')[1]);
    const turns = core.all<{ turn: { identity: string } }>('agent.turnCommitted');
    expect(turns.map(({ turn }) => turn.identity)).toEqual(['guest', 'owner-1']);
  });

  it('[V4] cancel forgets what was said, and a key without speech is no turn', async () => {
    const { core, room } = await rig.agent({ assignment: { mode: 'push-to-talk' } });
    const owner = await rig.person(room, 'owner-1');
    core.command({ type: 'key', identity: 'owner-1', action: 'down' });
    await owner.say(await speech('Tell me a long story'));
    core.command({ type: 'key', identity: 'owner-1', action: 'cancel' });
    await owner.say(silence(400));
    core.command({ type: 'key', identity: 'owner-1', action: 'down' });
    await owner.say(silence(500));
    core.command({ type: 'key', identity: 'owner-1', action: 'up' });
    await owner.say(silence(700));
    core.command({ type: 'key', identity: 'owner-1', action: 'toggle' });
    await owner.say(joined(await speech('Hello'), silence(100)));
    await core.reported('agent.turnAnswered');
    expect(core.all('agent.turnCommitted')).toHaveLength(1);
    expect(rig.provider.log.turns.at(-1)?.heard).toMatchObject({ sentenceId: 'hello' });
  });
});
