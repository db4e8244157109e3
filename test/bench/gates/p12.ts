/**
 * P12: how late the host's event loop is while a tool returns 8 MB again and again.
 */
import path from 'node:path';
import type { Gate, GateContext, GateResult } from '../gate.ts';
import { startParleyCaller } from '../rigs/calls.ts';
import type { CallTimes } from '../rigs/calls.ts';
import { Closing } from '../rigs/closing.ts';
import { startLiveKit } from '../rigs/livekit.ts';
import { root } from '../rigs/places.ts';
import { median } from '../statistics.ts';

const defaultRounds = 5;
const callsPerRound = 10;
const limitMs = 16;

export const p12: Gate = { id: 'P12', what: "the host's event loop while a tool returns 8 MB", run };

async function run({ rounds: asked, say }: GateContext): Promise<GateResult> {
  const count = asked ?? defaultRounds;
  const closing = new Closing();
  try {
    const fixture = path.join(root, 'test', 'fixtures', 'mcp-servers', 'raw-server.mjs');
    const servers = { huge: { command: process.execPath, args: [fixture, 'huge-8'] } };
    const host = closing.add(await startParleyCaller(servers, closing.add(await startLiveKit())));
    const order = { server: 'huge', tool: 'huge-8', sizeBytes: 10, watchLoop: true };
    await host.call({ ...order, count: 2 });
    say(`P12: ${String(count)} rounds of ${String(callsPerRound)} results of 8 MB`);
    const rounds: CallTimes[] = [];
    for (let round = 0; round < count; round += 1) rounds.push(await host.call({ ...order, count: callsPerRound }));
    const p99 = median(rounds.map(({ loopMs }) => loopMs?.p99 ?? Infinity));
    const longest = Math.max(...rounds.map(({ loopMs }) => loopMs?.max ?? Infinity));
    const row = {
      id: 'P12',
      what: "host's event-loop delay while a tool returns 8 MB, p99",
      unit: 'ms' as const,
      ours: p99,
      peerName: '',
      peer: null,
      ratio: null,
      gate: `≤ ${String(limitMs)} ms`,
      passed: p99 <= limitMs,
      rounds: count,
    };
    const callMs = median(rounds.flatMap(({ callsMs }) => callsMs));
    const note = `P12: a call with its result takes ${callMs.toFixed(0)} ms; the loop's longest delay was ${longest.toFixed(0)} ms`;
    return { id: 'P12', rows: [row], samples: rounds, notes: [note] };
  } finally {
    await closing.closeAll();
  }
}
