/**
 * [M12] The owner hears which call waits, and lets it run by saying so; the words of anybody else let nothing run.
 */
import { existsSync } from 'node:fs';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import type { CallRecord, MintedToken } from '../../src/contract/index.ts';
import { defaultSentences } from '../../src/demo/thinking/sentences.ts';
import { RoomPerson } from './rig/room-person.ts';
import { speak } from './rig/speech.ts';
import { TalkFollower } from './rig/talk-follower.ts';
import { addServer, fixtureServer, startTalkingHost } from './rig/talking-host.ts';
import type { TalkingHost } from './rig/talking-host.ts';

const request = 'Write the report now';

describe('an approval that is spoken', () => {
  let talking: TalkingHost;
  let folder: string;
  let file: string;
  let talk: TalkFollower;
  const people: RoomPerson[] = [];

  beforeAll(async () => {
    folder = await mkdtemp(path.join(tmpdir(), 'parley-approval-'));
    file = path.join(folder, 'report.txt');
    const intent = { kind: 'call' as const, tool: 'write$', arguments: { path: file, text: 'the whole report' } };
    talking = await startTalkingHost({
      provider: { sentences: [...defaultSentences, { id: 'report', text: request, intent }] },
    });
    await addServer(talking.host, 'pen', fixtureServer(), 'ask');
    talk = new TalkFollower(talking.host.bridge());
  });
  afterEach(async () => {
    await Promise.all(people.splice(0).map((person) => person.leave()));
    await rm(file, { force: true });
  });
  afterAll(async () => {
    await talking.close();
    await rm(folder, { recursive: true, force: true });
  });

  async function enter({ livekitUrl, token }: { livekitUrl: string; token: string }): Promise<RoomPerson> {
    const person = await RoomPerson.join(livekitUrl, token);
    people.push(person);
    await person.agentReady();
    return person;
  }

  const owner = async (): Promise<RoomPerson> => enter(await talking.host.bridge().invoke('talk.join', {}));

  /** Asks for the writing, and listens to the question that follows. */
  async function askToWrite(person: RoomPerson): Promise<void> {
    await person.speak(await speak(request));
    const asked = talk.until(
      ({ turns, view }) => turns.at(-1)?.text.includes('pen') && view?.agent.state === 'thinking',
    );
    await person.listenUntil(asked);
    expect(talk.turns.at(-1)?.text).toBe('May I use write of pen? Say: allow it. Or: deny it.');
    expect(existsSync(file)).toBe(false);
  }

  const answered = (person: RoomPerson, words: string): Promise<unknown> =>
    person.listenUntil(
      talk.until(({ turns, view }) => turns.at(-1)?.text.includes(words) && view?.agent.state === 'ready'),
    );

  const latestCall = async (): Promise<CallRecord | undefined> => (await talking.host.json<CallRecord[]>('log'))[0];

  it('[M12] lets the call run once where the owner allows it', async () => {
    const person = await owner();
    await askToWrite(person);
    await person.speak(await speak('Yes, please allow it'));
    await answered(person, 'wrote');
    expect(await readFile(file, 'utf8')).toBe('the whole report');
    expect(await latestCall()).toMatchObject({ approval: 'once', device: 'You' });
  });

  it('[M12] lets it not run where somebody else says so, nor where the owner denies it', async () => {
    const ann = await enter(await talking.host.json<MintedToken>('room', 'token', 'main', 'ann'));
    const person = await owner();
    await askToWrite(person);
    await ann.speak(await speak('Yes, please allow it'));
    const told = talk.until(
      ({ turns, view }) => turns.at(-1)?.text.includes('Nothing waits') && view?.agent.state === 'thinking',
    );
    await Promise.all([person.listenUntil(told), ann.listenUntil(told)]);
    expect(existsSync(file)).toBe(false);
    await person.speak(await speak('Please do not allow it'));
    await answered(person, 'denied');
    expect(existsSync(file)).toBe(false);
    expect(await latestCall()).toMatchObject({ approval: 'denied' });
  });
});
