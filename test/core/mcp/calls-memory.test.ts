/**
 * What the core keeps of calls that are over: little, however much they returned.
 */
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { expect, test } from 'vitest';
import { ServerName } from '../../../src/contract/index.ts';
import type { TurnId } from '../../../src/contract/index.ts';
import { FakeClock } from '../../fakes/fake-clock.ts';
import { aCore, modelCall, noSignal, untilState } from './rig.ts';

setFlagsFromString('--expose-gc');
const collectGarbage = runInNewContext('gc') as () => void;

const calls = 60;
const resultMegabytes = 1;

function heapMegabytes(): number {
  collectGarbage();
  return process.memoryUsage().heapUsed / 1e6;
}

/** Its one tool returns its arguments and a megabyte. */
async function aDesk() {
  const core = aCore({ clock: new FakeClock() });
  core.connector.tools.set('desk', [{ name: 'read', inputSchema: { type: 'object' } }]);
  await core.registry.start();
  await core.registry.add(ServerName.parse('desk'), { command: 'desk', approval: 'allow' }, false);
  await untilState(core, 'desk', 'ready');
  core.connector.last.answer = async (_tool, args) => ({
    content: [{ type: 'text', text: `${JSON.stringify(args)}${'é'.repeat(resultMegabytes * 1e6)}` }],
  });
  return core;
}

test.each([
  ['of no turn', (): string | undefined => undefined],
  ['of one turn each', (index: number): string | undefined => `turn-${String(index)}`],
])('[M9] long results of calls %s are not kept in memory', async (_name, turnOf) => {
  const core = await aDesk();
  const before = heapMegabytes();
  for (let index = 0; index < calls; index += 1) {
    const turnId = turnOf(index);
    await core.calls.callForModel(modelCall('desk__read', { index }, turnId ? { turnId } : {}), noSignal());
    core.log.records.length = 0;
  }
  expect(heapMegabytes() - before).toBeLessThan((calls * resultMegabytes) / 3);
});

test('[V6] of the latest turns calls are kept whole, of earlier ones their beginning', async () => {
  const core = await aDesk();
  for (let index = 0; index < 12; index += 1) {
    const turn = Math.floor(index / 2);
    const call = modelCall('desk__read', { index: turn }, { turnId: `turn-${String(turn)}` });
    await core.calls.callForModel(call, noSignal());
  }
  const lengths = Array.from({ length: 6 }, (_none, index) =>
    core.calls.callsOfTurn(`turn-${String(index)}` as TurnId).map((call) => JSON.stringify(call.result).length > 1e6),
  );
  expect(lengths).toEqual([[false, false], [false, false], ...Array.from({ length: 4 }, () => [true, true])]);
  const [first] = core.calls.callsOfTurn('turn-0' as TurnId);
  expect(first).toMatchObject({
    arguments: { index: 0 },
    result: expect.stringMatching(/^\{"content":\[.*\{\\"index\\":0\}é+…$/) as string,
  });
});
