/**
 * Health checks and calls that are sent again, on a connector in memory.
 */
import { expect, test } from 'vitest';
import { AppError, ServerName } from '../../../src/contract/index.ts';
import type { ErrorCode } from '../../../src/contract/index.ts';
import { FakeClock } from '../../fakes/fake-clock.ts';
import { FakeMcpConnector } from '../../fakes/fake-connector.ts';
import { aCore, modelCall, noSignal, untilState } from './rig.ts';

const name = ServerName.parse('far');
const failure = (code: ErrorCode) => new AppError(code, `It failed by ${code}.`);
const tool = (named: string, annotations: object = {}) => ({
  name: named,
  inputSchema: { type: 'object' },
  annotations: { ...annotations },
});

async function aReadyServer() {
  const clock = new FakeClock();
  const connector = new FakeMcpConnector();
  connector.tools.set('far', [
    tool('read', { readOnlyHint: true }),
    tool('put', { idempotentHint: true }),
    tool('add'),
  ]);
  const core = aCore({ clock, connector });
  await core.registry.start();
  await core.registry.add(name, { url: 'https://far.example/mcp', approval: 'allow' }, false);
  await untilState(core, 'far', 'ready');
  const call = (toolName: string) => core.calls.callForModel(modelCall(`far__${toolName}`), noSignal());
  const view = () => core.registry.list()[0];
  return { ...core, clock, connector, call, view };
}

test('[M5] a ready server is asked every 30 s; one that does not answer is shown as failed and connected anew', async () => {
  const core = await aReadyServer();
  const first = core.connector.last;
  await core.clock.advanceAsync(95_000);
  expect(first.checks).toBe(3);
  expect(core.view()?.state).toBe('ready');

  first.checkFailure = failure('mcp/unreachable');
  await core.clock.advanceAsync(25_000);
  expect(core.view()).toMatchObject({ state: 'failed', cause: { code: 'mcp/unreachable' }, tools: 3 });
  expect(first.closed).toBe(true);
  expect(core.catalogue.list()).toHaveLength(3);
  await core.clock.advanceAsync(1_000);
  expect(core.view()?.state).toBe('ready');
  expect(core.connector.connections).toHaveLength(2);
});

test('[M5] after sleep a ready server is asked and one that is away is tried, both at once', async () => {
  const core = await aReadyServer();
  core.registry.checkNow();
  expect(core.connector.last.checks).toBe(1);

  core.connector.failures.push(...Array.from({ length: 8 }, () => failure('mcp/unreachable')));
  core.connector.last.crash({ code: 'mcp/connection-lost', message: 'Cut.' });
  await core.clock.advanceAsync(60_000);
  expect(core.view()?.state).toBe('failed');
  core.connector.failures.length = 0;
  core.registry.checkNow();
  await untilState(core, 'far', 'ready');
});

test('[M5] a server that is stopped is not asked any more', async () => {
  const core = await aReadyServer();
  const connection = core.connector.last;
  await core.registry.setEnabled(name, false);
  await core.clock.advanceAsync(120_000);
  expect(connection.checks).toBe(0);
  expect(core.clock.pending).toBe(0);
});

test.each([
  ['read', 2, false],
  ['put', 2, false],
  ['add', 1, true],
])('[M15] F28 a cut call of %s reaches the server %i times', async (toolName, times, isError) => {
  const core = await aReadyServer();
  const { last } = core.connector;
  const answer = last.answer;
  last.answer = () => {
    last.answer = answer;
    return Promise.reject(failure('mcp/connection-lost'));
  };
  expect((await core.call(toolName)).isError).toBe(isError);
  expect(last.calls.map((call) => call.tool)).toEqual(Array(times).fill(toolName));
  expect(last.checks).toBe(1);
});

test('[M15] F28 a call that was cut twice is not sent a third time', async () => {
  const core = await aReadyServer();
  core.connector.last.answer = () => Promise.reject(failure('mcp/connection-lost'));
  expect((await core.call('read')).isError).toBe(true);
  expect(core.connector.last.calls).toHaveLength(2);
});

test('[M15] F28 whoever forgot the session did nothing, so any call is sent again, in a new session', async () => {
  const core = await aReadyServer();
  const first = core.connector.last;
  first.answer = () => Promise.reject(failure('mcp/session-ended'));
  expect(await core.call('add')).toMatchObject({ isError: false, text: 'add {}' });
  expect(first.closed).toBe(true);
  expect([first.calls.length, core.connector.last.calls.length]).toEqual([1, 1]);
  expect(core.log.records).toHaveLength(1);
});

test('[M4] a key that is refused in a call is shown and not tried again', async () => {
  const core = await aReadyServer();
  core.connector.last.answer = () => Promise.reject(failure('mcp/unauthorized'));
  await core.call('read');
  expect(core.view()).toMatchObject({ state: 'failed', retryAtMs: null, cause: { code: 'mcp/unauthorized' } });
});
