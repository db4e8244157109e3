import { randomBytes } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import type { Turn } from '../../src/contract/index.ts';
import { correlation } from './rig/correlate.ts';
import type { Rig } from './rig/rig.ts';
import { joined, silence, speech } from './rig/speech.ts';
import { echoTool, toolResult } from './rig/tools.ts';
import { useRig } from './rig/use-rig.ts';

const aWord = (): string => randomBytes(4).toString('hex');

describe('a spoken turn', () => {
  let rig: Rig;
  useRig((started) => (rig = started));

  it('[V1, M8] is heard, answered by a real tool call, and the answer is heard in the room', async () => {
    const word = aWord();
    const { core, room } = await rig.agent({ catalogue: [echoTool], runTool: () => toolResult(`The word is ${word}`) });
    const anna = await rig.person(room, 'anna');
    const endMs = await anna.say(await speech('Echo the secret word'));
    const answered = await core.reported<{ text: string; turnId: string }>('agent.turnAnswered');
    await anna.silentFor(300);

    expect(answered.text).toContain(word);
    expect(core.calls).toMatchObject([{ name: 'words__echo', device: 'anna', room, turnId: answered.turnId }]);
    const sent = rig.provider.log.responses.at(-1)?.pcm ?? new Int16Array();
    const heard = anna.heardSince(endMs);
    expect(correlation(heard, sent)).toBeGreaterThan(0.75);
    expect(
      correlation(heard, await rig.provider.voice.synthesise('You have learned what every clock knows.')),
    ).toBeLessThan(0.6);
    expect(rig.provider.log.refusals).toEqual([]);
  });

  it('[V6] is captioned with its speaker, interim and final, to the core and in the room', async () => {
    const { core, room } = await rig.agent({
      catalogue: [echoTool],
      runTool: () => toolResult('a parrot and a clock'),
    });
    const anna = await rig.person(room, 'anna');
    await anna.say(await speech('Echo the secret word'));
    await core.reported('agent.turnAnswered');

    const person = await core.reported<{ turn: Turn }>(
      'agent.turnChanged',
      ({ turn }) => turn.speaker.kind === 'person' && turn.final,
    );
    const assistant = await core.reported<{ turn: Turn }>(
      'agent.turnChanged',
      ({ turn }) => turn.speaker.kind === 'assistant' && turn.final,
    );
    expect(person.turn).toMatchObject({
      speaker: { identity: 'anna', name: 'Name of anna' },
      via: 'voice',
      interrupted: false,
    });
    expect(person.turn.text.toLowerCase()).toContain('echo the secret word');
    expect(assistant.turn).toMatchObject({
      text: 'a parrot and a clock',
      speaker: { identity: `agent-${room}` },
      interrupted: false,
    });
    const interim = core
      .all<{ turn: Turn }>('agent.turnChanged')
      .filter(({ turn }) => turn.id === assistant.turn.id && !turn.final);
    expect(interim.map(({ turn }) => turn.text).some((text) => text !== '' && text !== assistant.turn.text)).toBe(true);

    for (const { turn } of [person, assistant]) {
      const caption = await anna.until(() =>
        anna.captions.find(
          (one) => one.attributes['lk.segment_id'] === turn.id && one.attributes['lk.transcription_final'] === 'true',
        ),
      );
      expect(caption).toMatchObject({ text: turn.text, from: turn.speaker.identity });
      expect(caption.attributes['lk.transcribed_track_id']).toMatch(/^TR_/);
    }
  });

  it('[V10] is answered without any tool, and noise is no turn', async () => {
    const { core, room } = await rig.agent();
    const anna = await rig.person(room, 'anna');
    const noise = Int16Array.from({ length: 48_000 }, () => (Math.random() - 0.5) * 3000);
    await anna.say(joined(noise, silence(1000)));
    expect(core.all('agent.turnCommitted')).toEqual([]);
    await anna.say(await speech('Hello'));
    const answered = await core.reported<{ text: string }>('agent.turnAnswered');
    expect(answered.text).toContain('I am a simulated assistant');
    expect(core.all('agent.turnCommitted')).toHaveLength(1);
  });

  it('[M8] uses a tool that appeared after the talk had begun', async () => {
    const word = aWord();
    const { core, room } = await rig.agent({ runTool: () => toolResult(word) });
    const anna = await rig.person(room, 'anna');
    core.setCatalogue([echoTool]);
    await anna.say(await speech('Echo the secret word'));
    expect(await core.reported('agent.turnAnswered')).toMatchObject({ text: word });
  });

  it('[R4] is heard from a second and a third person, also after the first one has left', async () => {
    const { core, room } = await rig.agent();
    const anna = await rig.person(room, 'anna');
    await anna.say(await speech('Hello'));
    await core.until(() => core.all('agent.turnAnswered')[0]);
    const [ben, cleo] = await Promise.all([rig.person(room, 'ben'), rig.person(room, 'cleo')]);
    await anna.leave();
    await core.reported<{ participants: { identity: string }[] }>(
      'agent.participantsChanged',
      ({ participants }) =>
        participants
          .map((one) => one.identity)
          .sort()
          .join() === 'ben,cleo',
    );
    await ben.say(await speech('Hello'));
    await core.until(() => core.all('agent.turnAnswered')[1]);
    await cleo.say(await speech('Hello'));
    await core.until(() => core.all('agent.turnAnswered')[2]);
    const turns = core.all<{ turn: { identity: string } }>('agent.turnCommitted');
    expect(turns.map(({ turn }) => turn.identity)).toEqual(['anna', 'ben', 'cleo']);
    const response = rig.provider.log.responses.at(-1);
    expect(correlation(ben.heardSince(response?.createdAtMs ?? 0), response?.pcm ?? new Int16Array())).toBeGreaterThan(
      0.75,
    );
  });

  it('[V6] may be typed, by command and on lk.chat', async () => {
    const { core, room } = await rig.agent({ catalogue: [echoTool], runTool: () => toolResult('typed and heard') });
    core.command({ type: 'typedTurn', turnId: 'typed-1' as never, identity: 'owner-1', text: 'Echo the secret word' });
    const first = await core.reported<{ turnId: string; text: string }>('agent.turnAnswered');
    expect(first).toMatchObject({ turnId: 'typed-1', text: 'typed and heard' });
    const anna = await rig.person(room, 'anna');
    await anna.room.localParticipant?.sendText('Hello', { topic: 'lk.chat' });
    const second = await core.reported<{ turn: { turnId: string; text: string; identity: string } }>(
      'agent.turnCommitted',
    );
    expect(second.turn).toMatchObject({ text: 'Hello', identity: 'anna' });
    await core.reported<{ turnId: string }>('agent.turnAnswered', ({ turnId }) => turnId === second.turn.turnId);
  });
});
