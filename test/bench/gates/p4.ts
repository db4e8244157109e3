/**
 * P4: a call that does nothing, from the agent's process to the server and back, with all checks and the log.
 *
 * Peer: the SDK's client in a process of its own, reached by one bare message each way. Both call the same kind of server;
 * a round is a batch of each, in turn.
 */
import path from 'node:path';
import type { Gate, GateContext, GateResult, Row } from '../gate.ts';
import { startParleyCaller, startRawCaller } from '../rigs/calls.ts';
import type { Caller } from '../rigs/calls.ts';
import { Closing } from '../rigs/closing.ts';
import { startHttpServer } from '../rigs/http-server.ts';
import { startLiveKit } from '../rigs/livekit.ts';
import { root } from '../rigs/places.ts';
import { median, percentile, ratioOfMedians } from '../statistics.ts';

const defaultRounds = 16;
/** Enough for a 99th percentile in every batch. */
const batch = 100;
const warmUp = 300;
const limits = { p50: 1.5, p99: 2 } as const;

interface Case {
  readonly server: string;
  readonly sizeBytes: number;
}

const cases: readonly Case[] = ['stdio', 'http'].flatMap((server) =>
  [1_000, 100_000].map((sizeBytes) => ({ server, sizeBytes })),
);

interface Batch extends Case {
  readonly ours: readonly number[];
  readonly peer: readonly number[];
}

export const p4: Gate = { id: 'P4', what: 'a call that does nothing, with all checks and the log', run };

async function run({ rounds: asked, say }: GateContext): Promise<GateResult> {
  const rounds = asked ?? defaultRounds;
  const closing = new Closing();
  try {
    const http = closing.add(await startHttpServer());
    const fixture = path.join(root, 'test', 'fixtures', 'mcp-servers', 'sdk-server.mjs');
    const servers = { stdio: { command: process.execPath, args: [fixture] }, http: { url: http.url } };
    const ours = closing.add(await startParleyCaller(servers, closing.add(await startLiveKit())));
    const peer = closing.add(await startRawCaller(servers));
    for (const caller of [ours, peer])
      for (const one of cases) await caller.call({ ...one, tool: 'echo', count: warmUp });
    say(`P4: ${String(rounds)} rounds of ${String(batch)} calls each, ours and the SDK's, over stdio and HTTP`);
    const batches: Batch[] = [];
    for (let round = 0; round < rounds; round += 1) {
      for (const one of cases) batches.push(await measure(one, ours, peer, round % 2 === 0));
    }
    return { id: 'P4', rows: toRows(batches), samples: batches, notes: [] };
  } finally {
    await closing.closeAll();
  }
}

async function measure(one: Case, ours: Caller, peer: Caller, oursFirst: boolean): Promise<Batch> {
  const order = { ...one, tool: 'echo', count: batch };
  const before = oursFirst ? await ours.call(order) : null;
  const { callsMs: peerMs } = await peer.call(order);
  const { callsMs } = before ?? (await ours.call(order));
  return { ...one, peer: peerMs, ours: callsMs };
}

function toRows(batches: readonly Batch[]): Row[] {
  return cases.flatMap(({ server, sizeBytes }) => {
    const own = batches.filter((one) => one.server === server && one.sizeBytes === sizeBytes);
    return (['p50', 'p99'] as const).map((name): Row => {
      const at = (callsMs: readonly number[]): number => percentile(callsMs, Number(name.slice(1)));
      const pairs = own.map(({ ours, peer }) => ({ ours: at(ours), peer: at(peer) }));
      const ratio = ratioOfMedians(pairs);
      return {
        id: `P4.${server}.${String(sizeBytes / 1_000)}K.${name}`,
        what: `no-op call over ${server}, ${String(sizeBytes / 1_000)} KB, ${name}`,
        unit: 'ms',
        ours: median(pairs.map((pair) => pair.ours)),
        peerName: 'raw SDK + a bare round trip',
        peer: median(pairs.map((pair) => pair.peer)),
        ratio,
        gate: `≤ ${String(limits[name])}`,
        passed: ratio.value <= limits[name],
        rounds: pairs.length,
      };
    });
  });
}
