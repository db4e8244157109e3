/**
 * P5: how often a server is asked for its tools while turns are answered. Tools are offered from the catalogue, so never.
 */
import { ServerName } from '../../../src/contract/index.ts';
import type { Gate, GateContext, GateResult } from '../gate.ts';
import { within } from '../rigs/clock.ts';
import { Closing } from '../rigs/closing.ts';
import { startHttpServer } from '../rigs/http-server.ts';
import { startLiveKit } from '../rigs/livekit.ts';
import { createProfile, startParley } from '../rigs/parley.ts';
import { startProvider } from '../rigs/provider.ts';
import { serversReady } from '../rigs/servers-ready.ts';

const defaultRounds = 8;
const answerLimitMs = 20_000;

export const p5: Gate = { id: 'P5', what: '"tools/list" requests during turns', run };

async function run({ rounds: asked, say }: GateContext): Promise<GateResult> {
  const rounds = asked ?? defaultRounds;
  const closing = new Closing();
  try {
    const server = closing.add(await startHttpServer());
    const livekit = closing.add(await startLiveKit());
    const provider = closing.add(await startProvider({ terse: false }));
    const profile = createProfile();
    closing.addStep(() => profile.remove());
    const { bridge } = closing.add(await startParley(profile.path, livekit, provider));
    await bridge.invoke('mcp.add', { name: ServerName.parse('bench'), entry: { url: server.url, approval: 'allow' } });
    await serversReady(bridge, 1);
    const before = { lists: await server.asked('tools/list'), calls: await server.asked('tools/call') };
    say(`P5: ${String(rounds)} turns with a call, the first of which brings the agent in`);
    for (let round = 0; round < rounds; round += 1) {
      const turn = bridge.invoke('talk.ask', { text: 'Echo the secret word' });
      await within(turn, answerLimitMs, 'An answer');
    }
    const lists = (await server.asked('tools/list')) - before.lists;
    const calls = (await server.asked('tools/call')) - before.calls;
    const row = {
      id: 'P5',
      what: `"tools/list" requests in ${String(rounds)} turns with a call`,
      unit: 'count' as const,
      ours: lists,
      peerName: '',
      peer: null,
      ratio: null,
      gate: '0',
      passed: lists === 0 && calls === rounds,
      rounds,
      ...(calls === rounds ? {} : { failure: `${String(calls)} of ${String(rounds)} calls were made` }),
    };
    return { id: 'P5', rows: [row], samples: { lists, calls }, notes: [] };
  } finally {
    await closing.closeAll();
  }
}
