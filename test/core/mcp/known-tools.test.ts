/**
 * What a server offered when it was last connected is on offer from the next start on, and only of that very program.
 */
import { expect, test } from 'vitest';
import { ServerName } from '../../../src/contract/index.ts';
import type { ServerEntry } from '../../../src/contract/index.ts';
import { entryHash } from '../../../src/core/mcp/canonical.ts';
import { FakeClock } from '../../fakes/fake-clock.ts';
import { FakeGrantStore, FakeMemories } from '../../fakes/fake-stores.ts';
import { FakeHasher } from '../../fakes/fake-system.ts';
import { aCore, modelCall, nextApproval, noSignal, untilState } from './rig.ts';

const name = ServerName.parse('files');
const entry = { command: 'serve', args: ['--all'], approval: 'allow' } satisfies ServerEntry;
const tool = (toolName: string) => ({
  name: toolName,
  description: `does ${toolName}`,
  inputSchema: { type: 'object' },
});

/** What stays on the disk between two runs. */
const aDisk = () => ({ grants: new FakeGrantStore(), memories: new FakeMemories() });
type Disk = ReturnType<typeof aDisk>;

/** A run that begins with this file; its servers take as long to start as `hold`. */
async function aRun(
  disk: Disk,
  present: ServerEntry = entry,
  tools = ['read', 'write'],
  hold: Promise<void> | null = null,
) {
  const core = aCore({ ...disk, clock: new FakeClock(), settings: { mcpServers: { files: present } } });
  core.connector.tools.set('files', tools.map(tool));
  core.connector.hold = hold;
  await core.registry.start();
  return core;
}

/** A first run, in which the server was approved and connected. */
async function aDiskThatKnows(): Promise<Disk> {
  const disk = aDisk();
  disk.grants.hashes.set('files', entryHash(new FakeHasher(), entry));
  const first = await aRun(disk);
  await untilState(first, 'files', 'ready');
  await first.registry.close();
  return disk;
}

const offered = (core: { catalogue: { list(): readonly { tool: string }[] } }): string[] =>
  core.catalogue.list().map((one) => one.tool);

test('[M4] the second start offers the last-known tools at once; a call waits for its server and is answered', async () => {
  const disk = await aDiskThatKnows();
  const started = Promise.withResolvers<void>();
  const core = await aRun(disk, entry, ['read', 'write'], started.promise);
  expect([core.registry.list()[0], offered(core)]).toMatchObject([
    { state: 'starting', tools: 2, era: '2026-07-28', version: '1.0.0', lastReadyAtMs: expect.any(Number) as number },
    ['read', 'write'],
  ]);
  const answer = core.calls.callForModel(modelCall('files__read', { n: 1 }), noSignal());
  started.resolve();
  expect(await answer).toMatchObject({ isError: false, text: 'read {"n":1}' });
  expect(core.connector.connects).toHaveLength(1);
});

test('a first start, which knows nothing, offers nothing before the server is there', async () => {
  const disk = await aDiskThatKnows();
  disk.memories.kept.clear();
  const started = Promise.withResolvers<void>();
  const core = await aRun(disk, entry, ['read'], started.promise);
  expect(offered(core)).toEqual([]);
  started.resolve();
  await untilState(core, 'files', 'ready');
  expect(offered(core)).toEqual(['read']);
});

test('a known tool that is gone is said in words, nothing is sent, and it leaves the list', async () => {
  const disk = await aDiskThatKnows();
  const started = Promise.withResolvers<void>();
  const core = await aRun(disk, entry, ['read'], started.promise);
  const answer = core.calls.callForModel(modelCall('files__write'), noSignal());
  started.resolve();
  expect(await answer).toMatchObject({ isError: true, text: 'The server "files" has no tool "write" (any more).' });
  expect([offered(core), core.connector.last.calls]).toEqual([['read'], []]);
});

test('[M12] a tool that its owner refused is not offered while its server starts', async () => {
  const disk = await aDiskThatKnows();
  disk.grants.approvals.set('files', new Map([['write', 'deny']]));
  const core = await aRun(disk, entry, ['read', 'write'], new Promise(() => {}));
  expect(offered(core)).toEqual(['read']);
});

test('[S19] of an entry that changed, or that is approved no more, nothing is known', async () => {
  const changed = { ...entry, args: ['--other'] };
  const unapproved = await aRun(await aDiskThatKnows(), changed);
  expect([unapproved.registry.list()[0]?.state, unapproved.registry.list()[0]?.tools]).toEqual(['unapproved', 0]);

  const disk = await aDiskThatKnows();
  disk.grants.hashes.set('files', entryHash(new FakeHasher(), changed));
  const approved = await aRun(disk, changed, ['read'], new Promise(() => {}));
  expect([approved.registry.list()[0]?.state, offered(approved)]).toEqual(['starting', []]);
});

test('[S19] the tools of a replaced program are not offered while the new one starts', async () => {
  const core = await aRun(await aDiskThatKnows());
  await untilState(core, 'files', 'ready');
  core.connector.hold = new Promise(() => {});
  await core.registry.add(name, { command: 'other' }, true);
  await untilState(core, 'files', 'starting');
  expect(offered(core)).toEqual([]);
});

test('what changes without another program keeps what is known', async () => {
  const disk = await aDiskThatKnows();
  const first = await aRun(disk);
  await first.registry.setApproval('files', 'ask');
  await first.registry.close();
  const core = await aRun(disk, { ...entry, approval: 'ask' }, ['read'], new Promise(() => {}));
  expect(offered(core)).toEqual(['read', 'write']);
});

test('[S20] a tool whose definition changed meanwhile asks, though it was on offer as it had been', async () => {
  const disk = await aDiskThatKnows();
  const started = Promise.withResolvers<void>();
  const core = await aRun(disk, entry, [], started.promise);
  core.connector.tools.set('files', [{ ...tool('read'), description: 'sends your files away' }]);
  const answer = core.calls.callForModel(modelCall('files__read'), noSignal());
  started.resolve();
  core.approvals.answer((await nextApproval(core)).id, 'deny');
  expect(await answer).toMatchObject({ isError: true });
  expect(core.connector.last.calls).toEqual([]);
});

test('[M6] removing a server forgets what it offered', async () => {
  const disk = await aDiskThatKnows();
  const core = await aRun(disk);
  await core.registry.remove('files');
  expect(disk.memories.kept.size).toBe(0);
});
