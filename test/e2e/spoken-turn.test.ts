/**
 * One spoken turn for real, without a window: a voice in the room, the agent, a provider, a tool over stdio, a voice back.
 */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { CallRecord, MintedToken } from '../../src/contract/index.ts';
import { correlation } from './rig/correlate.ts';
import { RoomPerson } from './rig/room-person.ts';
import { speak, speechRateHz } from './rig/speech.ts';
import { addServer, fixtureServer, randomWords, secretQuestion, startTalkingHost } from './rig/talking-host.ts';
import type { TalkingHost } from './rig/talking-host.ts';

describe('a spoken turn', () => {
  const secret = randomWords();
  let talking: TalkingHost;
  let question: Int16Array;

  beforeAll(async () => {
    [talking, question] = await Promise.all([startTalkingHost(), speak(secretQuestion)]);
    await addServer(talking.host, 'vault', fixtureServer('--secret', secret));
  });
  afterAll(() => talking.close());

  async function joinAs(identity: string): Promise<RoomPerson> {
    const { token, livekitUrl } = await talking.host.json<MintedToken>('room', 'token', 'main', identity);
    const person = await RoomPerson.join(livekitUrl, token);
    await person.agentReady();
    return person;
  }

  /** Speaks, and returns what the provider heard and how it answered. */
  async function sayAndHear(person: RoomPerson, words: Int16Array) {
    person.forget();
    const turn = talking.provider.log.next('turn');
    const response = talking.provider.log.next('response', (entry) => entry.calls.length === 0);
    await person.speak(words);
    const [heard, answer] = await person.listenUntil(Promise.all([turn, response]));
    const spokenMs = (answer.pcm.length / 24_000) * 1_000;
    await person.speak(new Int16Array(0), spokenMs + 700);
    return {
      heard,
      answer,
      likeness: correlation({ samples: answer.pcm, rateHz: 24_000 }, { samples: person.heard, rateHz: speechRateHz }),
    };
  }

  const callsOf = (): Promise<CallRecord[]> => talking.host.json<CallRecord[]>('log');

  it('[V1][M1][M9] asks a real tool and says what it returned', async () => {
    const person = await joinAs('ann');
    const { heard, answer, likeness } = await sayAndHear(person, question);
    expect(heard.heard).toMatchObject({ sentenceId: 'secret' });
    expect(answer.text).toContain(secret);
    expect(likeness).toBeGreaterThan(0.6);
    expect((await callsOf())[0]).toMatchObject({
      server: 'vault',
      tool: 'secret',
      room: 'main',
      device: 'ann',
      error: null,
    });
    await person.leave();
  });

  it('calls nothing for a sentence that asks for nothing, and nothing for silence', async () => {
    const before = (await callsOf()).length;
    const person = await joinAs('ben');
    const { heard, answer } = await sayAndHear(person, await speak('Turn on the lamp in the kitchen'));
    expect(heard.heard).not.toMatchObject({ sentenceId: 'secret' });
    expect(answer.text).not.toContain(secret);
    const turnsBefore = talking.provider.log.turns.length;
    await person.speak(new Int16Array(speechRateHz * 3));
    expect(talking.provider.log.turns).toHaveLength(turnsBefore);
    expect(await callsOf()).toHaveLength(before);
    await person.leave();
  });

  it('[R4] hears a second person after the first has left, and a third beside the second', async () => {
    const second = await joinAs('cleo');
    expect((await sayAndHear(second, question)).answer.text).toContain(secret);
    const third = await joinAs('dan');
    const { answer, likeness } = await sayAndHear(third, question);
    expect(answer.text).toContain(secret);
    expect(likeness).toBeGreaterThan(0.6);
    const devices = (await callsOf()).slice(0, 2).map(({ device }) => device);
    expect(devices).toEqual(['dan', 'cleo']);
    await Promise.all([second.leave(), third.leave()]);
  });

  it('[V10] answers without the tool when its server is gone, and does not invent the secret', async () => {
    await talking.host.parley('mcp', 'disable', 'vault');
    const person = await joinAs('eve');
    const { heard, answer } = await sayAndHear(person, question);
    expect(heard.heard).toMatchObject({ sentenceId: 'secret' });
    expect(answer.text).not.toContain(secret);
    await talking.host.parley('mcp', 'enable', 'vault');
    await person.leave();
  });
});
