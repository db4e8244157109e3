/**
 * P6: from the start of the host to the first answered turn, with ten MCP servers of which three are bad, beside none.
 *
 * Always: both start from a profile that was used before; a round with servers counts only if its good servers become ready
 * and the hung and the crashing one do not.
 */
import { ServerName } from '../../../src/contract/index.ts';
import type { ServerView } from '../../../src/contract/index.ts';
import type { Gate, GateContext, GateResult, Row } from '../gate.ts';
import { delay, nowMs, within } from '../rigs/clock.ts';
import { Closing } from '../rigs/closing.ts';
import { startLiveKit } from '../rigs/livekit.ts';
import type { LiveKit } from '../rigs/livekit.ts';
import { createProfile, startParley } from '../rigs/parley.ts';
import type { Parley } from '../rigs/parley.ts';
import { startProvider } from '../rigs/provider.ts';
import type { BenchProvider } from '../rigs/provider.ts';
import { median, ratioOfMedians } from '../statistics.ts';
import { goodCount, tenServers } from './p6-servers.ts';

const defaultRounds = 6;
const answerLimitMs = 30_000;
const goodLimitMs = 30_000;
const calmMs = 700;

interface Start {
  /** From the start of the process. */
  readonly readyMs: number;
  readonly answeredMs: number;
  readonly answer: string;
  /** From the start of the process until the good servers were ready; null without servers. */
  readonly serversReadyMs: number | null;
}

interface Round {
  readonly withServers: Start;
  readonly without: Start;
}

export const p6: Gate = { id: 'P6', what: 'start → first answered turn with ten MCP servers', run };

async function run({ rounds: asked, say }: GateContext): Promise<GateResult> {
  const count = asked ?? defaultRounds;
  const closing = new Closing();
  try {
    const livekit = closing.add(await startLiveKit());
    const provider = closing.add(await startProvider({ terse: true }));
    const profiles = [createProfile(), createProfile()] as const;
    for (const profile of profiles) closing.addStep(() => profile.remove());
    const [full, empty] = profiles;
    await prepare(full.path, livekit, provider, true);
    await prepare(empty.path, livekit, provider, false);
    say(`P6: ${String(count)} starts with ten MCP servers and as many without`);
    const rounds: Round[] = [];
    for (let round = 0; round < count; round += 1) {
      const first = round % 2 === 0;
      const before = first ? await measureStart(full.path, livekit, provider, true) : null;
      const without = await measureStart(empty.path, livekit, provider, false);
      rounds.push({ without, withServers: before ?? (await measureStart(full.path, livekit, provider, true)) });
    }
    return { id: 'P6', rows: [toRow(rounds, null)], samples: rounds, notes: toNotes(rounds) };
  } catch (error) {
    return {
      id: 'P6',
      rows: [toRow([], error instanceof Error ? error.message : String(error))],
      samples: [],
      notes: [],
    };
  } finally {
    await closing.closeAll();
  }
}

/** Adds the servers as their owner would, which approves them, and uses the profile once. */
async function prepare(dataDir: string, livekit: LiveKit, provider: BenchProvider, servers: boolean): Promise<void> {
  const parley = await startParley(dataDir, livekit, provider);
  try {
    for (const [name, entry] of Object.entries(servers ? tenServers() : {})) {
      await parley.bridge.invoke('mcp.add', { name: ServerName.parse(name), entry });
    }
    await parley.bridge.invoke('talk.ask', { text: 'Hello' });
  } finally {
    await parley.close();
  }
}

async function measureStart(
  dataDir: string,
  livekit: LiveKit,
  provider: BenchProvider,
  servers: boolean,
): Promise<Start> {
  await delay(calmMs);
  const parley = await startParley(dataDir, livekit, provider);
  try {
    const asked = parley.bridge.invoke('talk.ask', { text: 'Hello' });
    const { answer } = await within(asked, answerLimitMs, 'An answer to the first turn');
    const answeredMs = nowMs() - parley.startedAtMs;
    const serversReadyMs = servers ? (await goodServersReady(parley)) - parley.startedAtMs : null;
    return { readyMs: parley.readyAtMs - parley.startedAtMs, answeredMs, answer, serversReadyMs };
  } finally {
    await parley.close();
  }
}

/** Epoch ms at which all good servers were ready. @throws when a bad one is, too. */
async function goodServersReady({ bridge }: Parley): Promise<number> {
  let stop = (): void => undefined;
  const ready = new Promise<readonly ServerView[]>((resolve) => {
    stop = bridge.subscribe('mcp.serversChanged', (message) => {
      const views = message.type === 'state' ? message.state : message.payload;
      if (views.filter(({ name, state }) => name.startsWith('good') && state === 'ready').length === goodCount)
        resolve(views);
    });
  });
  const views = await within(ready, goodLimitMs, 'All good servers being ready').finally(() => stop());
  const wrong = views.find(({ name, state }) => (name === 'hung' || name === 'crashing') && state === 'ready');
  if (wrong) throw new Error(`The server "${wrong.name}" is said to be ready.`);
  return nowMs();
}

function toRow(rounds: readonly Round[], failure: string | null): Row {
  const pairs = rounds.map(({ withServers, without }) => ({ ours: withServers.answeredMs, peer: without.answeredMs }));
  const ratio = pairs.length > 0 ? ratioOfMedians(pairs) : null;
  return {
    id: 'P6',
    what: 'start → first answered turn, 10 MCP servers, 3 bad',
    unit: 'ms',
    ours: ratio ? median(pairs.map(({ ours }) => ours)) : null,
    peerName: 'same start without MCP',
    peer: ratio ? median(pairs.map(({ peer }) => peer)) : null,
    ratio,
    gate: '≤ 1.10',
    passed: failure === null && ratio !== null && ratio.value <= 1.1,
    rounds: pairs.length,
    ...(failure === null ? {} : { failure }),
  };
}

function toNotes(rounds: readonly Round[]): string[] {
  const ready = median(rounds.map(({ withServers }) => withServers.readyMs));
  const without = median(rounds.map(({ without: start }) => start.readyMs));
  const servers = median(rounds.flatMap(({ withServers }) => withServers.serversReadyMs ?? []));
  const figure = (valueMs: number): string => `${valueMs.toFixed(0)} ms`;
  return [
    `P6: ready line after ${figure(ready)} with servers, ${figure(without)} without; the seven good servers ready after ${figure(servers)}.`,
  ];
}
