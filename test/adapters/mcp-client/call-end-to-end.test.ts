/**
 * The core's pipeline on the real client and real servers.
 */
import { mkdtemp, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import { ServerName } from '../../../src/contract/index.ts';
import { aCore, modelCall, nextApproval, noSignal, realClock, untilState, watchCalls } from '../../core/mcp/rig.ts';
import { aConnector, node, sdkServer } from './connect.ts';

let rig: ReturnType<typeof aConnector>;
let folder: string;
let core: ReturnType<typeof aRealCore>;
beforeAll(async () => {
  rig = aConnector();
  folder = await mkdtemp(path.join(tmpdir(), 'parley-calls-'));
});
afterEach(() => core.registry.close());
afterAll(async () => {
  await rig.close();
  await rm(folder, { recursive: true });
});

const aRealCore = () => aCore({ connector: rig.connector, clock: realClock });
const name = ServerName.parse('fixture');
const program = (file: string): string =>
  path.resolve(import.meta.dirname, '../../../node_modules/@modelcontextprotocol', file);

test.each(['modern', 'legacy'])(
  "[M8] [M9] a %s server's tool is offered to the model, and what it returned reaches it",
  async (era) => {
    core = aRealCore();
    const secret = `violet-${Math.random()}`;
    await core.registry.start();
    await core.registry.add(name, { ...sdkServer('--era', era, '--secret', secret), approval: 'auto' }, false);
    await untilState(core, 'fixture', 'ready', 'failed');
    const steps = watchCalls(core);
    expect(core.catalogue.list().map((tool) => tool.name)).toContain('fixture__secret');

    const result = await core.calls.callForModel(modelCall('fixture__secret', {}, { turnId: 't1' }), noSignal());
    expect(result).toMatchObject({ isError: false, text: expect.stringContaining(secret) as string });
    expect(steps.map((step) => step.status)).toEqual(['checking', 'running', 'done']);
    expect(core.log.records).toMatchObject([
      { server: 'fixture', tool: 'secret', approval: 'not-needed', error: null, device: 'owner-1' },
    ]);
    expect(core.calls.callsOfTurn('t1' as never)).toMatchObject([
      { tool: 'secret', result: { content: [{ text: secret }] } },
    ]);
  },
);

test('[M12] nothing is written before yes, nothing on no, and exactly once on yes', async () => {
  core = aRealCore();
  await core.registry.start();
  await core.registry.add(name, sdkServer(), false);
  await untilState(core, 'fixture', 'ready', 'failed');
  const file = path.join(folder, 'written.txt');
  const ask = () => core.calls.callForModel(modelCall('fixture__write', { path: file, text: 'hello' }), noSignal());

  const refused = ask();
  const first = await nextApproval(core);
  expect(first).toMatchObject({ server: 'fixture', tool: 'write', arguments: { path: file, text: 'hello' } });
  expect(() => core.approvals.answer('another' as never, 'once')).toThrow('No call waits under this id');
  core.approvals.answer(first.id, 'deny');
  expect(await refused).toMatchObject({ isError: true, text: expect.stringContaining('said no') as string });
  await expect(stat(file)).rejects.toThrow('ENOENT');

  const allowed = ask();
  core.approvals.answer((await nextApproval(core)).id, 'once');
  expect(await allowed).toMatchObject({ isError: false, text: 'wrote 5 characters' });
  expect(await readFile(file, 'utf8')).toBe('hello');
  expect(core.log.records.map((record) => record.approval)).toEqual(['denied', 'once']);
});

test('[M8] the reference servers are listed and called: everything and filesystem', async () => {
  core = aRealCore();
  await writeFile(path.join(folder, 'plum.txt'), 'a plum');
  await core.registry.start();
  await Promise.all([
    core.registry.add(
      ServerName.parse('everything'),
      { command: node, args: [program('server-everything/dist/index.js')], approval: 'allow' },
      false,
    ),
    core.registry.add(
      ServerName.parse('files'),
      { command: node, args: [program('server-filesystem/dist/index.js'), folder], approval: 'auto' },
      false,
    ),
  ]);
  await Promise.all([untilState(core, 'everything', 'ready', 'failed'), untilState(core, 'files', 'ready', 'failed')]);
  expect(core.registry.list().map((server) => [server.name, server.state])).toEqual([
    ['everything', 'ready'],
    ['files', 'ready'],
  ]);
  const echo = await core.calls.callForModel(modelCall('everything__echo', { message: 'plum' }), noSignal());
  expect(echo).toMatchObject({ isError: false, text: expect.stringContaining('plum') as string });
  const list = await core.calls.callForModel(modelCall('files__list_directory', { path: folder }), noSignal());
  expect(list.text).toContain('plum.txt');
});
