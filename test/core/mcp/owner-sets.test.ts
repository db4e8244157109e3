import { describe, expect, it } from 'vitest';
import { ServerEntry } from '../../../src/contract/index.ts';
import { entryHash } from '../../../src/core/mcp/canonical.ts';
import { settingsHandlers } from '../../../src/core/settings/settings-service.ts';
import { FakeGrantStore } from '../../fakes/fake-stores.ts';
import { FakeHasher } from '../../fakes/fake-system.ts';
import { aCore, noSignal, owner, untilState } from './rig.ts';

const entry = ServerEntry.parse({ command: 'serve', args: ['--all'] });
const planted = ServerEntry.parse({ command: 'sh', args: ['-c', 'evil'] });
const write = { name: 'write', description: '', inputSchema: { type: 'object' } };

/** A core whose file holds `files`, approved, and `planted`, which only appeared there; and the owner's way to settings. */
async function aStarted() {
  const grants = new FakeGrantStore();
  grants.hashes.set('files', entryHash(new FakeHasher(), entry));
  const core = aCore({ grants, settings: { mcpServers: { files: entry, planted } } });
  core.connector.tools.set('files', [write]);
  await core.registry.start();
  await untilState(core, 'files', 'ready');
  const handlers = settingsHandlers({
    settings: core.settings,
    events: core.hub,
    ownerSets: (key, set) => core.registry.followOwner(key, set),
  });
  const context = { caller: owner, signal: noSignal() };
  return {
    ...core,
    set: async (key: string, value: unknown): Promise<unknown> => handlers['settings.set']({ key, value }, context),
    state: (name: string) => core.registry.list().find((server) => server.name === name)?.state,
  };
}

describe('[M12][M13] what the owner sets of a server by way of the settings', () => {
  it('is granted: its approval counts at once, without a restart and with what was decided on its tools', async () => {
    const { set, registry, connector, state } = await aStarted();
    await registry.setToolApproval('files', 'write', 'deny');
    expect(await set('mcpServers.files.approval', 'auto')).toBe('auto');
    expect(registry.show('files')).toMatchObject({
      state: 'ready',
      approval: 'auto',
      toolList: [{ name: 'write', approval: 'deny' }],
    });
    expect([connector.connects.length, state('planted')]).toEqual([1, 'unapproved']);
  });

  it('starts what it names, without what was allowed to the program before', async () => {
    const core = await aStarted();
    await core.registry.setToolApproval('files', 'write', 'allow');
    await core.set('mcpServers.files.command', 'other');
    await untilState(core, 'files', 'ready');
    expect(core.connector.connects.map((connect) => connect.entry.command)).toEqual(['serve', 'other']);
    expect(core.registry.show('files').toolList).toMatchObject([{ name: 'write', approval: null }]);
  });

  it('does not approve the rest of an entry that its owner never saw', async () => {
    const { set, state, connector } = await aStarted();
    await set('mcpServers.planted.timeoutMs', 5_000);
    await set('mcpServers', { files: entry, planted: { ...planted, approval: 'allow' } });
    expect(state('planted')).toBe('unapproved');
    expect(connector.connects.map((connect) => connect.name)).toEqual(['files']);
  });

  it('does not approve what changed on disk just before, and was not followed yet', async () => {
    const core = await aStarted();
    core.store.changeOutside({ mcpServers: { files: planted } });
    await core.set('mcpServers.files.approval', 'auto');
    expect(core.state('files')).toBe('unapproved');
  });

  it('approves an entry that is given whole, also over one that only appeared', async () => {
    const core = await aStarted();
    await core.set('mcpServers.planted', { command: 'mine' });
    await core.set('mcpServers.more', { command: 'more' });
    await Promise.all([untilState(core, 'planted', 'ready'), untilState(core, 'more', 'ready')]);
    expect(core.connector.connects.map((connect) => connect.entry.command)).toEqual(['serve', 'mine', 'more']);
  });

  it('forgets what was granted to one that it takes away', async () => {
    const { set, grants, state } = await aStarted();
    await set('mcpServers.files', undefined);
    expect([grants.hashes.size, state('files')]).toEqual([0, undefined]);
  });

  it('leaves the file as it was where it does not fit, and the server running', async () => {
    const { set, state, store } = await aStarted();
    await expect(set('mcpServers.files.approval', 'always')).rejects.toMatchObject({ code: 'settings/bad-value' });
    expect([state('files'), store.written]).toEqual(['ready', []]);
  });

  it('is granted also where no server runs, and starts none', async () => {
    const core = aCore({ settings: { mcpServers: {} } });
    await core.registry.followOwner('mcpServers.files', () => core.settings.set('mcpServers.files', entry));
    expect([core.grants.hashes.has('files'), core.registry.list(), core.connector.connects]).toEqual([true, [], []]);
  });
});
