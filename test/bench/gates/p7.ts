/**
 * P7: "talk" → the agent is in the room, waits for speech and has the person's microphone.
 *
 * Ours: a host with its warm agent process, fresh for every round. Peers: the agents-js worker with one warm process, and
 * with none. The clock starts before the token is asked for and is the same for all: client and room are new each time.
 */
import { RoomServiceClient } from 'livekit-server-sdk';
import type { Gate, GateContext, GateResult, Row } from '../gate.ts';
import { agentReady, readyAt } from '../rigs/agent-ready.ts';
import { delay, nowMs, within } from '../rigs/clock.ts';
import { Closing } from '../rigs/closing.ts';
import { startLiveKit } from '../rigs/livekit.ts';
import type { LiveKit } from '../rigs/livekit.ts';
import { createProfile, startParley } from '../rigs/parley.ts';
import { startProvider } from '../rigs/provider.ts';
import type { BenchProvider } from '../rigs/provider.ts';
import { Speaker } from '../rigs/speaker.ts';
import { startWorker } from '../rigs/worker.ts';
import type { Worker } from '../rigs/worker.ts';
import { median, ratioOfMedians } from '../statistics.ts';

const defaultRounds = 6;
const readyLimitMs = 20_000;
/** After a start or an end, until the machine is quiet again. */
const calmMs = 700;

/** Milliseconds from "talk". */
interface Start {
  /** The person's own client is in the room with its microphone: the same work in every system. */
  readonly joinedMs: number;
  readonly agentThereMs: number;
  readonly agentHearsMs: number;
  readonly agentWaitsMs: number;
  /** The last of these. */
  readonly readyMs: number;
}

type System = 'parley' | 'warm' | 'cold';
type Round = Readonly<Record<System, Start | null>>;

export const p7: Gate = { id: 'P7', what: '"talk" → agent ready', run };

async function run({ rounds: asked, say }: GateContext): Promise<GateResult> {
  const count = asked ?? defaultRounds;
  const closing = new Closing();
  try {
    const livekit = closing.add(await startLiveKit());
    const provider = closing.add(await startProvider({ terse: true }));
    const warm = closing.add(await startWorker('warm', 1, livekit, provider));
    const cold = closing.add(await startWorker('cold', 0, livekit, provider));
    await joinOnce(livekit);
    say(`P7: ${String(count)} starts of parley, of a warm worker and of a cold one`);
    const failures: Partial<Record<System, string>> = {};
    const rounds: Round[] = [];
    for (let round = 0; round < count; round += 1) {
      const measure: [System, () => Promise<Start>][] = [
        ['parley', () => measureParley(livekit, provider)],
        ['warm', () => measureWorker(warm, livekit, round)],
        ['cold', () => measureWorker(cold, livekit, round)],
      ];
      const starts: Record<System, Start | null> = { parley: null, warm: null, cold: null };
      for (const [system, start] of [...measure.slice(round % 3), ...measure.slice(0, round % 3)]) {
        starts[system] = await start().catch((error: unknown) => {
          failures[system] = error instanceof Error ? error.message : String(error);
          return null;
        });
      }
      rounds.push(starts);
    }
    const toFailure = (peer: System): string | null => failures.parley ?? failures[peer] ?? null;
    const rows = [
      toRow(rounds, 'warm', 'agents-js worker, 1 idle', 0.5, toFailure('warm')),
      toRow(rounds, 'cold', 'agents-js worker, 0 idle', 0.25, toFailure('cold')),
    ];
    return { id: 'P7', rows, samples: rounds, notes: toNotes(rounds) };
  } finally {
    await closing.closeAll();
  }
}

/** The first client of a process loads its native parts, which is nobody's start. */
async function joinOnce(livekit: LiveKit): Promise<void> {
  const speaker = new Speaker();
  await speaker.join(livekit.access.url, await livekit.personToken('bench-first', 'bench-speaker'));
  await speaker.leave();
}

async function measureParley(livekit: LiveKit, provider: BenchProvider): Promise<Start> {
  const profile = createProfile();
  try {
    const parley = await startParley(profile.path, livekit, provider);
    try {
      await delay(calmMs);
      return await measureJoin('parley', async () => {
        const { livekitUrl, token } = await parley.bridge.invoke('talk.join', {});
        return { url: livekitUrl, token };
      });
    } finally {
      await parley.close();
    }
  } finally {
    profile.remove();
    await dropRooms(livekit);
  }
}

async function measureWorker(worker: Worker, livekit: LiveKit, round: number): Promise<Start> {
  await worker.warm(round);
  await delay(calmMs);
  const room = `bench-${worker.name}-${String(round)}`;
  try {
    return await measureJoin(worker.name, async () => ({
      url: livekit.access.url,
      token: await worker.token(room, 'bench-speaker'),
    }));
  } finally {
    await dropRooms(livekit);
  }
}

async function measureJoin(name: string, talk: () => Promise<{ url: string; token: string }>): Promise<Start> {
  const speaker = new Speaker();
  const ready = agentReady(speaker.room);
  speaker.openMicrophone();
  try {
    const startedAtMs = nowMs();
    const { url, token } = await talk();
    await speaker.join(url, token);
    const joinedMs = nowMs() - startedAtMs;
    const readiness = await within(ready, readyLimitMs, `A ready agent of ${name}`);
    return {
      joinedMs,
      agentThereMs: readiness.thereAtMs - startedAtMs,
      agentHearsMs: readiness.hearsAtMs - startedAtMs,
      agentWaitsMs: readiness.waitsAtMs - startedAtMs,
      readyMs: readyAt(readiness) - startedAtMs,
    };
  } finally {
    await speaker.leave();
  }
}

/** Ends every room and with it the job in it; waits until the agents are gone. */
async function dropRooms({ access }: LiveKit): Promise<void> {
  const rooms = new RoomServiceClient(access.url.replace(/^ws/, 'http'), access.apiKey, access.apiSecret);
  for (const { name } of await rooms.listRooms()) await rooms.deleteRoom(name);
  await delay(calmMs);
}

function toRow(
  rounds: readonly Round[],
  peer: 'warm' | 'cold',
  peerName: string,
  limit: number,
  failure: string | null,
): Row {
  const pairs = rounds.flatMap(({ parley, [peer]: other }) =>
    parley && other ? [{ ours: parley.readyMs, peer: other.readyMs }] : [],
  );
  const ratio = pairs.length > 0 ? ratioOfMedians(pairs) : null;
  return {
    id: `P7.${peer}`,
    what: '"talk" → agent in the room, hearing',
    unit: 'ms',
    ours: ratio ? median(pairs.map(({ ours }) => ours)) : null,
    peerName,
    peer: ratio ? median(pairs.map((pair) => pair.peer)) : null,
    ratio,
    gate: `≤ ${String(limit)}`,
    passed: failure === null && ratio !== null && ratio.value <= limit,
    rounds: pairs.length,
    ...(failure === null ? {} : { failure }),
  };
}

function toNotes(rounds: readonly Round[]): string[] {
  const step = (system: System, name: keyof Start): string => {
    const values = rounds.flatMap((round) => round[system]?.[name] ?? []);
    return values.length > 0 ? median(values).toFixed(0) : '–';
  };
  const line = (system: System): string =>
    `  ${system}: own client joined ${step(system, 'joinedMs')}, agent there ${step(system, 'agentThereMs')}, ` +
    `has the microphone ${step(system, 'agentHearsMs')}, waits for speech ${step(system, 'agentWaitsMs')}`;
  return [
    'P7: steps, ms after "talk" (the client\'s own join is the same work in every system)',
    line('parley'),
    line('warm'),
    line('cold'),
  ];
}
