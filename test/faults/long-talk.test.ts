/**
 * Twenty spoken turns through a real room while everything around the talk is killed in turn.
 */
import path from 'node:path';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { SqliteDatabase } from '../../src/adapters/sqlite/sqlite-database.ts';
import { systemClock } from '../../src/adapters/system/system.ts';
import { defaultRoom } from '../../src/contract/index.ts';
import type { AppStatus, Turn } from '../../src/contract/index.ts';
import { toExchanges } from '../e2e/rig/talk-follower.ts';
import { FakeSeal } from '../fakes/fake-system.ts';
import { answerTo, count, draw, LongTalk, planet } from './rig/long-talk.ts';
import { realPid } from '../fixtures/real-pid.ts';

const said = [
  ...[draw, planet, draw],
  ...[count, draw, draw],
  ...[draw, draw],
  ...[draw, draw, planet],
  ...[draw, planet, draw],
  ...[draw, planet, draw],
  ...[planet, draw, draw],
];

describe('a talk of twenty turns', () => {
  let long: LongTalk;

  beforeAll(async () => {
    long = await LongTalk.start();
  });
  beforeEach(({ onTestFailed }) => onTestFailed(() => void process.stderr.write(`${long.account()}\n`)));
  afterAll(async () => {
    await long.stop();
    await long.remove();
  });

  /** The next sentences of the list, up to a number of turns in all. */
  async function sayUpTo(turns: number): Promise<void> {
    for (const sentence of said.slice(long.talk.exchanges.length, turns)) await long.say(sentence);
  }

  const brainIs = (brain: 'realtime' | 'pipeline') => () => long.talk.until(({ view }) => view?.brain === brain);

  it('begins', async () => {
    await sayUpTo(3);
    expect(long.talk.exchanges).toHaveLength(3);
  });

  it('[V2] is answered by the stages when Realtime is killed in mid-answer, and by Realtime again when it is back', async () => {
    const voice = long.person.nextVoice();
    const { number } = await long.begin(said[3] ?? '');
    await long.person.listenUntil(voice);
    await long.recovery(
      'Realtime killed in mid-answer → stages',
      () => long.services.realtime.kill(),
      brainIs('pipeline'),
    );
    await long.over(number);
    await sayUpTo(6);
    await long.recovery('Realtime back → used again', () => long.services.realtime.bringBack(), brainIs('realtime'));
    await sayUpTo(8);
  });

  it('[F20] goes on when the server of its tool is killed while a person speaks', async () => {
    const { pid } = await long.readyServer();
    const begun = long.begin(said[8] ?? '');
    process.kill(realPid(pid), 'SIGKILL');
    const ready = long.readyServer(pid);
    const killedAtMs = performance.now();
    void ready.then(() => long.note('MCP server killed → ready again', killedAtMs));
    const { number } = await begun;
    await long.over(number);
    await sayUpTo(11);
  });

  it('[F5] is answered by another agent when one is killed with the tool called and the answer begun', async () => {
    const pid = long.agentPid();
    const voice = long.person.nextVoice();
    const { number } = await long.begin(said[11] ?? '');
    await long.person.listenUntil(voice);
    await long.recovery(
      'agent killed → another one',
      () => process.kill(pid, 'SIGKILL'),
      () => long.talk.until(({ view }) => view?.agent.pid && view.agent.pid !== pid && view.agent.state !== 'starting'),
    );
    await long.over(number);
    await sayUpTo(14);
  });

  it('[F1] goes on in the same room when livekit-server is killed', async () => {
    const { livekit } = await long.host.json<AppStatus>('status');
    const heardAgain = long.person.nextSubscription();
    await long.recovery(
      'livekit-server killed → microphone heard again',
      () => process.kill(realPid(livekit.pid), 'SIGKILL'),
      () => heardAgain,
    );
    await long.person.agentReady();
    await sayUpTo(17);
  });

  it('[F6] keeps a turn that nobody can answer until somebody can, with its words, also when its agent is lost', async () => {
    await Promise.all([long.services.realtime.kill(), long.services.stages.kill()]);
    const { number } = await long.begin(said[17] ?? '');
    await long.listen(({ view }) => view?.problem);
    process.kill(long.agentPid(), 'SIGKILL');
    const back = () => Promise.all([long.services.realtime.bringBack(), long.services.stages.bringBack()]);
    await long.recovery('both services back → the turn answered', back, () => long.over(number));
    await sayUpTo(20);
  });

  it('[V15] has its whole history in order, for the bridge and in the store, and no tool was called twice', async () => {
    const cards = await long.cards();
    const { turns } = long.talk;
    await long.stop();
    const stored = await storedTurns(path.join(long.dataDir, 'parley.db'));
    process.stdout.write(`Recovery times, ms: ${JSON.stringify(long.recoveries)}\n`);
    for (const history of [turns, stored]) {
      const exchanges = toExchanges(history);
      expect(exchanges.map(({ person }) => person.text)).toEqual(said);
      expect(exchanges.map(({ answers }) => answers.at(-1)?.text)).toEqual(answersTo(said, cards));
      expect(cardsIn(history)).toEqual(cards);
    }
  });
});

/** What each sentence has to be answered with; one card for each that asks for one, in the order in which they were dealt. */
function answersTo(sentences: readonly string[], cards: readonly string[]): unknown[] {
  const dealt = [...cards];
  const answers = sentences.map((sentence) => {
    const wanted = sentence === draw ? (dealt.shift() ?? 'a card that was not dealt') : answerTo[sentence];
    return expect.stringContaining(String(wanted)) as unknown;
  });
  expect(dealt).toEqual([]);
  return answers;
}

const cardsIn = (turns: readonly Turn[]): string[] =>
  turns.flatMap(({ text }) => [...text.matchAll(/the \w+ \d{4}/g)].map(([card]) => card));

/** What the ended host left in its file. */
async function storedTurns(file: string): Promise<Turn[]> {
  const workerProgram = path.resolve(import.meta.dirname, '../../src/adapters/sqlite/sqlite-worker.ts');
  const logger = { log: () => undefined };
  const database = new SqliteDatabase({ file, workerProgram, clock: systemClock, seal: new FakeSeal(), logger });
  const kept = await database.conversations.latest(defaultRoom, 200);
  await database.close();
  return kept?.turns ?? [];
}
