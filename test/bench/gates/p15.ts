/**
 * P15: after "quit", how long until no process is left that was started, with polite and with stubborn servers.
 *
 * Peer: the SDK's client on the same servers, each closed as its documentation says. A process counts as left while it is
 * alive `limitMs` after the word; what is left then is ended by the bench.
 */
import { randomUUID } from 'node:crypto';
import path from 'node:path';
import { ServerName } from '../../../src/contract/index.ts';
import type { ServerEntry } from '../../../src/contract/index.ts';
import { descendantsOf, isAlive, processesWith } from '../../e2e/rig/process-census.ts';
import type { Gate, GateContext, GateResult, Row } from '../gate.ts';
import { startRig } from '../rigs/child.ts';
import type { RigMessage } from '../rigs/child.ts';
import { delay, nowMs, within } from '../rigs/clock.ts';
import { Closing } from '../rigs/closing.ts';
import { startLiveKit } from '../rigs/livekit.ts';
import type { LiveKit } from '../rigs/livekit.ts';
import { createProfile, startParley } from '../rigs/parley.ts';
import { rigFile, root } from '../rigs/places.ts';
import { startProvider } from '../rigs/provider.ts';
import type { BenchProvider } from '../rigs/provider.ts';
import { serversReady } from '../rigs/servers-ready.ts';
import { median } from '../statistics.ts';

const defaultRounds = 3;
const limitMs = 5_000;
/** So long a process that is only on its way out is waited for. */
const watchMs = 8_000;
const lookEveryMs = 20;

/** Processes that were there, those alive after `limitMs`, and when the last one was gone (null: never). */
interface Quit {
  readonly started: number;
  readonly left: number;
  readonly goneAfterMs: number | null;
}

type Round = Readonly<Record<'ours' | 'peer', Quit>>;

export const p15: Gate = { id: 'P15', what: 'quit → no process left', run };

async function run({ rounds: asked, say }: GateContext): Promise<GateResult> {
  const count = asked ?? defaultRounds;
  const closing = new Closing();
  try {
    const livekit = closing.add(await startLiveKit());
    const provider = closing.add(await startProvider({ terse: true }));
    say(`P15: ${String(count)} ends of parley and of the SDK's client, with a polite server and two stubborn ones`);
    const rounds: Round[] = [];
    for (let round = 0; round < count; round += 1) {
      rounds.push({ ours: await quitParley(livekit, provider), peer: await quitRaw() });
    }
    return { id: 'P15', rows: toRows(rounds), samples: rounds, notes: [] };
  } finally {
    await closing.closeAll();
  }
}

const fixture = (name: string): string => path.join(root, 'test', 'fixtures', 'mcp-servers', name);
const servers: Readonly<Record<string, readonly string[]>> = {
  polite: [fixture('sdk-server.mjs')],
  stubborn: [fixture('raw-server.mjs'), 'stubborn'],
  family: [fixture('raw-server.mjs'), 'stubborn-family'],
};

async function quitParley(livekit: LiveKit, provider: BenchProvider): Promise<Quit> {
  const profile = createProfile();
  const parley = await startParley(profile.path, livekit, provider);
  try {
    for (const [name, args] of Object.entries(servers)) {
      const entry: ServerEntry = { command: process.execPath, args: [...args], approval: 'allow' };
      await parley.bridge.invoke('mcp.add', { name: ServerName.parse(name), entry });
    }
    await serversReady(parley.bridge, Object.keys(servers).length);
    await parley.bridge.invoke('talk.ask', { text: 'Hello' });
    return await watchEnd(parley.pid, () => process.kill(parley.pid, 'SIGTERM'));
  } finally {
    await parley.close();
    profile.remove();
  }
}

async function quitRaw(): Promise<Quit> {
  const mark = `bench-${randomUUID()}`;
  const child = startRig<RigMessage>(rigFile('raw-client-process.ts'), [JSON.stringify(Object.values(servers)), mark]);
  const isReady = (message: RigMessage) => message.type === 'ready';
  await within(child.next(isReady), 30_000, 'The start of the raw clients');
  const quit = await watchEnd(child.pid, () => child.send({}), mark);
  await child.end();
  return quit;
}

/** `mark`: in the environment of what is no descendant any more, because the client started it only to probe. */
async function watchEnd(pid: number, quit: () => void, mark: string | null = null): Promise<Quit> {
  const started = [...new Set([pid, ...descendantsOf(pid), ...(mark ? processesWith(mark) : [])])];
  const startedAtMs = nowMs();
  quit();
  let left = 0;
  let counted = false;
  for (;;) {
    await delay(lookEveryMs);
    const alive = started.filter(isAlive);
    const tookMs = nowMs() - startedAtMs;
    if (!counted && tookMs >= limitMs) {
      counted = true;
      left = alive.length;
    }
    if (alive.length === 0) return { started: started.length, left, goneAfterMs: tookMs };
    if (tookMs < watchMs) continue;
    for (const one of alive) process.kill(one, 'SIGKILL');
    return { started: started.length, left, goneAfterMs: null };
  }
}

function toRows(rounds: readonly Round[]): Row[] {
  const most = (system: keyof Round): number => Math.max(...rounds.map((round) => round[system].left));
  const goneMs = rounds.map(({ ours }) => ours.goneAfterMs ?? Infinity);
  const peerMs = rounds.map(({ peer }) => peer.goneAfterMs ?? Infinity);
  const common = { peerName: 'raw SDK close', ratio: null, rounds: rounds.length };
  return [
    {
      ...common,
      id: 'P15.left',
      what: `processes left ${String(limitMs / 1_000)} s after quit, most of all rounds`,
      unit: 'count',
      ours: most('ours'),
      peer: most('peer'),
      gate: '0',
      passed: most('ours') === 0,
    },
    {
      ...common,
      id: 'P15.time',
      what: 'quit → the last process is gone',
      unit: 'ms',
      ours: median(goneMs),
      peer: peerMs.some((tookMs) => tookMs === Infinity) ? null : median(peerMs),
      gate: '≤ 5000 ms',
      passed: Math.max(...goneMs) <= limitMs,
    },
  ];
}
