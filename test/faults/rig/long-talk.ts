/**
 * A spoken talk that goes on for long: a person, a host, two services, a server that deals cards, and what each of them knows.
 *
 * Path: long-talk.test.ts -> here -> a real room; the person speaks, the bridge tells what became of it.
 * Always: a turn is over when its last answer is final, was heard in the room, and the assistant waits again; every card is dealt in this run only.
 */
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { Bridge, MintedToken, ServerView } from '../../../src/contract/index.ts';
import type { Sentence } from '../../../src/demo/thinking/sentences.ts';
import { RoomPerson } from '../../e2e/rig/room-person.ts';
import { speak } from '../../e2e/rig/speech.ts';
import { TalkFollower } from '../../e2e/rig/talk-follower.ts';
import type { Exchange } from '../../e2e/rig/talk-follower.ts';
import { addServer, fixtureServer, untilServer } from '../../e2e/rig/talking-host.ts';
import { startHost } from '../../e2e/rig/host-process.ts';
import type { HostProcess } from '../../e2e/rig/host-process.ts';
import { startTwoServices } from './two-services.ts';
import type { TwoServices } from './two-services.ts';

export const draw = 'Please draw me another card from the pile';
export const planet = 'Which planet is the largest one?';
export const count = 'Count slowly from one to twenty';

/** The last words of what is said to the others. */
export const answerTo: Readonly<Record<string, string>> = { [planet]: 'Jupiter is.', [count]: 'And so on.' };

const sentences: readonly Sentence[] = [
  { id: 'draw', text: draw, intent: { kind: 'call', tool: 'draw$' } },
  { id: 'planet', text: planet, intent: { kind: 'say', text: 'Jupiter is.' } },
  {
    id: 'count',
    text: count,
    intent: { kind: 'say', text: 'One. Two. Three. Four. Five. Six. Seven. Eight. Nine. Ten. And so on.' },
  },
  { id: 'decoy-time', text: 'What time is it in Paris?', intent: null },
  { id: 'decoy-song', text: 'Sing me a short song', intent: null },
];

export class LongTalk {
  readonly host: HostProcess;
  readonly services: TwoServices;
  readonly person: RoomPerson;
  readonly talk: TalkFollower;
  readonly bridge: Bridge;
  /** What came back how soon, ms. */
  readonly recoveries: Record<string, number> = {};
  readonly dataDir: string;
  readonly #record: string;

  private constructor(parts: Pick<LongTalk, 'host' | 'services' | 'person' | 'dataDir'> & { record: string }) {
    this.host = parts.host;
    this.services = parts.services;
    this.person = parts.person;
    this.dataDir = parts.dataDir;
    this.#record = parts.record;
    this.bridge = parts.host.bridge();
    this.talk = new TalkFollower(this.bridge);
  }

  static async start(): Promise<LongTalk> {
    const dataDir = await mkdtemp(path.join(tmpdir(), 'parley-long-'));
    const record = path.join(dataDir, 'cards');
    await writeFile(record, '');
    const services = await startTwoServices({ sentences, cacheFolder: path.join(tmpdir(), 'parley-test-voice') });
    const { url, key } = services.realtime.provider;
    const host = await startHost({ dataDir, environment: { OPENAI_BASE_URL: url, OPENAI_API_KEY: key } });
    await nameStages(host.bridge(), services);
    await addServer(host, 'cards', fixtureServer('--record', record));
    const { token, livekitUrl } = await host.json<MintedToken>('room', 'token', 'main', 'ann');
    const person = await RoomPerson.join(livekitUrl, token);
    await person.agentReady();
    return new LongTalk({ host, services, person, dataDir, record });
  }

  /** Speaks, and listens until the turn is over. */
  async say(sentence: string): Promise<Exchange> {
    const { number } = await this.begin(sentence);
    return this.over(number);
  }

  /** Speaks; resolves with the number of the turn once it is known to have been heard as one. */
  async begin(sentence: string): Promise<{ number: number }> {
    const number = this.talk.exchanges.length;
    await this.person.speak(await speak(sentence));
    await this.listen((talk) => talk.exchanges.length > number);
    return { number };
  }

  async over(number: number): Promise<Exchange> {
    return this.listen((talk) => {
      const exchange = talk.exchanges[number];
      const last = exchange?.answers.at(-1);
      const said = exchange?.person.final && last?.final && !last.interrupted;
      const heard = last && this.person.lastVoiceAtMs > last.startedAtMs;
      return said && heard && talk.view?.agent.state === 'ready' ? exchange : null;
    });
  }

  listen<T>(find: (talk: TalkFollower) => T | null | undefined | false): Promise<T> {
    return this.person.listenUntil(this.talk.until(find));
  }

  /** Does `harm`, and notes how long it took until `healed` resolved. */
  async recovery<T>(what: string, harm: () => unknown, healed: () => Promise<T>): Promise<T> {
    await harm();
    const startedAtMs = performance.now();
    const result = await this.person.listenUntil(healed());
    this.note(what, startedAtMs);
    return result;
  }

  note(what: string, startedAtMs: number): void {
    this.recoveries[what] = Math.round(performance.now() - startedAtMs);
  }

  agentPid(): number {
    const pid = this.talk.view?.agent.pid;
    if (!pid) throw new Error('There is no agent.');
    return pid;
  }

  /** The server that deals the cards, once it is ready in a process other than `before`. */
  readyServer(before: number | null = null): Promise<ServerView> {
    return untilServer(this.bridge, 'cards', ({ state, pid }) => state === 'ready' && pid !== before);
  }

  /** Every card that was dealt, in order, by the server that dealt it. */
  async cards(): Promise<string[]> {
    const lines = (await readFile(this.#record, 'utf8')).split('\n');
    return lines.filter((line) => line.startsWith('draw ')).map((line) => line.slice('draw '.length));
  }

  /** What is known of the talk, in lines, for a test that failed. */
  account(): string {
    const { exchanges, view } = this.talk;
    const heard = this.services.logs.flatMap(({ name, log }) =>
      log.turns.slice(-4).map((turn) => ({ name, atMs: turn.committedAtMs, heard: turn.heard?.transcript ?? null })),
    );
    const known = {
      nowMs: Date.now(),
      connected: this.person.room.isConnected,
      turns: exchanges.length,
      last: exchanges.slice(-2),
      view,
      heard,
      lastVoiceAtMs: this.person.lastVoiceAtMs,
    };
    return `${JSON.stringify(known, null, 1)}\n${this.host.complaints().slice(-4_000)}`;
  }

  async stop(): Promise<void> {
    await this.person.leave();
    await this.host.stop();
    await this.services.close();
  }

  async remove(): Promise<void> {
    await rm(this.dataDir, { recursive: true, force: true });
  }
}

/** The stages are another service, with a key of its own. */
async function nameStages(bridge: Bridge, { stages }: TwoServices): Promise<void> {
  const { url, key } = stages.provider;
  await bridge.invoke('secrets.set', { name: 'stages', value: key });
  for (const stage of ['transcription', 'completion', 'speech']) {
    await bridge.invoke('settings.set', { key: `pipeline.${stage}.secret`, value: 'stages' });
    await bridge.invoke('settings.set', { key: `pipeline.${stage}.baseUrl`, value: url });
  }
}
