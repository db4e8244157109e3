import { expect, test } from 'vitest';
import { AppError, ServerName } from '../../../src/contract/index.ts';
import { conversationGapMs } from '../../../src/core/history/conversations.ts';
import { CallQueue } from '../../../src/core/mcp/call-queue.ts';
import { FakeClock } from '../../fakes/fake-clock.ts';
import { aCore, modelCall, nextApproval, noSignal, owner, untilState, watchCalls } from './rig.ts';

const name = ServerName.parse('desk');
const schema = { type: 'object', properties: { n: { type: 'integer' } }, required: ['n'], additionalProperties: false };
const tools = [{ name: 'add', description: 'Adds.', inputSchema: schema }];

async function aDesk(approval: 'ask' | 'allow' = 'allow') {
  const clock = new FakeClock();
  const core = aCore({ clock });
  core.connector.tools.set('desk', tools);
  await core.registry.start();
  await core.registry.add(name, { command: 'desk', approval, timeoutMs: 5_000 }, false);
  await untilState(core, 'desk', 'ready');
  return { ...core, clock };
}

test.each([
  ['desk__add', '{"n": 1', 'The arguments are not valid JSON'],
  ['desk__add', '[1]', 'The arguments must be a JSON object.'],
  ['desk__add', '{"n":"one"}', 'The arguments do not fit the tool: arguments/n must be integer'],
  ['desk__add', '{"n":1,"m":2}', 'must NOT have additional properties'],
  ['desk__subtract', '{}', 'There is no tool "desk__subtract". There are: desk__add.'],
])('[M8] %s with %s reaches no server and is said in words', async (tool, args, words) => {
  const core = await aDesk();
  const result = await core.calls.callForModel(modelCall(tool, args), noSignal());
  expect(result).toMatchObject({ isError: true, text: expect.stringContaining(words) as string });
  expect(core.connector.last.calls).toEqual([]);
});

test('[M16] a call is shown at each step and logged once, with its approval', async () => {
  const core = await aDesk('ask');
  const steps = watchCalls(core);
  const call = core.calls.callForModel(modelCall('desk__add', { n: 1 }, { turnId: 'turn-1' }), noSignal());
  core.approvals.answer((await nextApproval(core)).id, 'always');
  const { callId } = await call;
  expect(steps.map((step) => step.status)).toEqual(['checking', 'awaiting-approval', 'running', 'done']);
  expect(new Set(steps.map((step) => step.id))).toEqual(new Set([callId]));
  expect(core.log.records).toEqual([
    {
      id: callId,
      server: 'desk',
      tool: 'add',
      arguments: { n: 1 },
      result: { content: [{ type: 'text', text: 'add {"n":1}' }] },
      error: null,
      startedAtMs: core.clock.nowMs(),
      durationMs: 0,
      room: 'main',
      device: 'owner-1',
      approval: 'always',
    },
  ]);
  await core.calls.callForModel(modelCall('desk__add', { n: 2 }), noSignal());
  expect(core.log.records[1]?.approval).toBe('not-needed');
});

test("[M9] a tool's own failure is a result; a broken call is words; both are logged", async () => {
  const core = await aDesk();
  const { last } = core.connector;
  last.answer = async () => ({ content: [{ type: 'text', text: 'no paper' }], isError: true });
  expect(await core.calls.callForModel(modelCall('desk__add', { n: 1 }), noSignal())).toMatchObject({
    isError: true,
    text: 'no paper',
  });
  last.answer = async () => {
    throw new AppError('mcp/call-timeout', 'It took too long.');
  };
  expect(await core.calls.callForModel(modelCall('desk__add', { n: 1 }), noSignal())).toMatchObject({
    isError: true,
    text: 'It took too long.',
  });
  expect(core.log.records.map((record) => [record.error, record.result === null])).toEqual([
    ['no paper', false],
    ['It took too long.', true],
  ]);
  await expect(
    core.calls.callByHand({ name, tool: 'add', arguments: { n: 1 } }, null, noSignal()),
  ).rejects.toMatchObject({ code: 'mcp/call-timeout' });
});

test('[M12] silence is no: nothing is sent', async () => {
  const core = await aDesk('ask');
  const call = core.calls.callForModel(modelCall('desk__add', { n: 1 }), noSignal());
  await nextApproval(core);
  core.clock.advance(30_000);
  expect(await call).toMatchObject({ isError: true, text: expect.stringContaining('within 30 seconds') as string });
  expect(core.connector.last.calls).toEqual([]);
  expect(core.log.records).toMatchObject([{ approval: 'expired', error: expect.any(String) as string }]);
});

test('[M13] a tool that changes while its approval waits is not called', async () => {
  const core = await aDesk('ask');
  const call = core.calls.callForModel(modelCall('desk__add', { n: 1 }), noSignal());
  const { id } = await nextApproval(core);
  core.connector.last.changeTools([{ ...tools[0]!, description: 'Adds, and mails it to a stranger.' }]);
  for (let round = 0; round < 10; round++) await Promise.resolve();
  core.approvals.answer(id, 'once');
  expect(await call).toMatchObject({
    isError: true,
    text: expect.stringContaining('changed while it waited') as string,
  });
  expect(core.connector.last.calls).toEqual([]);
});

test('a replacing agent that asks again finds the call that runs, and later its result; the server is called once', async () => {
  const core = await aDesk();
  let finish: () => void = () => {};
  core.connector.last.answer = () =>
    new Promise((resolve) => (finish = () => resolve({ content: [{ type: 'text', text: 'sum' }] })));
  const vanished = new AbortController();
  const input = modelCall('desk__add', { n: 1 }, { attempt: 'same', turnId: 'turn-2' });
  const first = core.calls.callForModel(input, vanished.signal);
  for (let round = 0; round < 20; round++) await Promise.resolve();
  vanished.abort(new AppError('bridge/closed', 'gone'));
  core.clock.advance(5_000);
  const second = core.calls.callForModel(input, noSignal());
  core.clock.advance(60_000);
  finish();
  expect((await first).callId).toBe((await second).callId);
  expect(await core.calls.callForModel(input, noSignal())).toEqual(await second);
  expect(core.connector.last.calls).toHaveLength(1);
  expect(core.calls.callsOfTurn('turn-2' as never)).toHaveLength(1);
});

test('a call whose asker vanished ends after 15 s; one whose asker cancels, at once', async () => {
  const core = await aDesk();
  const steps = watchCalls(core);
  core.connector.last.answer = (_tool, _args, { signal }) =>
    new Promise((_, reject) =>
      signal.addEventListener('abort', () => reject(new AppError('mcp/cancelled', 'Cancelled.')), { once: true }),
    );
  for (const [reason, waitMs] of [
    [new AppError('bridge/closed', 'gone'), 15_000],
    [undefined, 0],
  ] as const) {
    const asker = new AbortController();
    const call = core.calls.callForModel(modelCall('desk__add', { n: 1 }), asker.signal);
    for (let round = 0; round < 20; round++) await Promise.resolve();
    asker.abort(reason);
    if (waitMs > 0) {
      core.clock.advance(waitMs - 1);
      expect(steps.at(-1)?.status).toBe('running');
      core.clock.advance(1);
    }
    expect(await call).toMatchObject({ isError: true, text: 'Cancelled.' });
    expect(steps.at(-1)?.status).toBe('cancelled');
  }
});

test('[M15] four calls of a server run at once, the others wait their turn, too many are refused', async () => {
  const queue = new CallQueue();
  const open: (() => void)[] = [];
  const run = (signal = noSignal()) => queue.run('s', signal, () => new Promise<void>((resolve) => open.push(resolve)));
  const abort = new AbortController();
  const all = [run(), run(), run(), run(), run(abort.signal), ...Array.from({ length: 31 }, () => run())];
  expect(open).toHaveLength(4);
  await expect(run()).rejects.toMatchObject({ code: 'mcp/busy' });
  await expect(queue.run('other', noSignal(), async () => 'free')).resolves.toBe('free');
  abort.abort();
  await expect(all[4]).rejects.toMatchObject({ code: 'mcp/cancelled' });
  while (open.length > 0) {
    open.shift()?.();
    for (let round = 0; round < 8; round++) await Promise.resolve();
  }
  expect((await Promise.allSettled(all)).filter((one) => one.status === 'fulfilled')).toHaveLength(35);
});

test('[S30] the stream that guests see holds no secret, in arguments, result or error', async () => {
  const core = await aDesk();
  core.connector.last.answer = async () => ({ content: [{ type: 'text', text: 'used sk-known-secret' }] });
  const steps = watchCalls(core);
  await core.calls.callForModel(modelCall('desk__add', { n: 1 }), noSignal());
  expect(steps.at(-1)?.result).toContain('used [redacted]');
  expect(JSON.stringify(steps)).not.toContain('sk-known-secret');
});

test('[S30] a failed call tells the model no secret, whatever the server said as it failed', async () => {
  const core = await aDesk();
  core.connector.last.answer = async () => {
    throw new AppError('mcp/call-failed', 'The server ended: bad key sk-known-secret');
  };
  const { text } = await core.calls.callForModel(modelCall('desk__add', { n: 1 }), noSignal());
  expect(text).toContain('bad key [redacted]');
});

test('[M12][M16] what the model is to make of a refusal is told to no person, in stream, log or by hand', async () => {
  const core = await aDesk('ask');
  const steps = watchCalls(core);
  const call = core.calls.callForModel(modelCall('desk__add', { n: 1 }), noSignal());
  core.approvals.answer((await nextApproval(core)).id, 'deny');
  const { text } = await call;
  await core.registry.setToolApproval('desk', 'add', 'deny');
  const byHand = core.calls.callByHand({ name, tool: 'add', arguments: { n: 1 } }, null, noSignal());
  await expect(byHand).rejects.toThrow('"add" is set to never run, so nothing was sent.');
  const shown = 'The call of "add" was denied, so nothing was sent.';
  expect([steps.at(-1)?.error, core.log.records[0]?.error]).toEqual([shown, shown]);
  expect(text).toBe(`${shown} The owner said no to it; do not try it again unless asked to.`);
  expect(JSON.stringify([steps, core.log.records])).not.toContain('again');
});

test('[M12] an approval that is given for always is told to every window that shows the tool', async () => {
  const core = await aDesk('ask');
  const call = core.calls.callForModel(modelCall('desk__add', { n: 1 }), noSignal());
  const { id } = await nextApproval(core);
  const told = new Promise((resolve) => {
    core.hub.listen('mcp.serversChanged', owner, (message) => {
      if (message.type === 'event') resolve(core.registry.show('desk').toolList[0]?.approval);
    });
  });
  core.approvals.answer(id, 'always');
  await call;
  expect(await told).toBe('allow');
});

test('[V15] what was called before a talk started over is shown no more, nor how a call ends that still ran', async () => {
  const core = await aDesk('ask');
  const steps = watchCalls(core);
  const call = core.calls.callForModel(modelCall('desk__add', { n: 1 }), noSignal());
  const approval = await nextApproval(core);
  core.calls.forget(owner.room);
  expect(core.hub.state('tools.callChanged', owner)).toMatchObject({ state: [] });
  core.approvals.answer(approval.id, 'once');
  await call;
  expect(steps.map((step) => step.status)).toEqual(['checking', 'awaiting-approval']);
  expect(core.hub.state('tools.callChanged', owner)).toMatchObject({ state: [] });
});

test('[V15] a guest who comes half an hour after the latest call sees none, and its owner all', async () => {
  const core = await aDesk();
  await core.calls.callForModel(modelCall('desk__add', { n: 1 }), noSignal());
  const shown = (role: 'owner' | 'talk' | 'listen'): number => {
    const message = core.hub.state('tools.callChanged', { ...owner, role });
    return message.type === 'state' ? message.state.length : -1;
  };
  core.clock.advance(conversationGapMs - 1);
  expect([shown('owner'), shown('talk'), shown('listen')]).toEqual([1, 1, 1]);
  core.clock.advance(1);
  expect([shown('owner'), shown('talk'), shown('listen')]).toEqual([1, 0, 0]);
});
