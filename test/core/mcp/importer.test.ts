import { describe, expect, it } from 'vitest';
import { ServerName } from '../../../src/contract/index.ts';
import type { ImportSource } from '../../../src/contract/index.ts';
import { Importer } from '../../../src/core/mcp/importer.ts';
import { FakeClientConfigs } from '../../fakes/fake-client-configs.ts';
import { aCore } from './rig.ts';

async function anImporter(settings: unknown = {}) {
  const core = aCore({ settings });
  await core.registry.start();
  const clientConfigs = new FakeClientConfigs();
  return { ...core, clientConfigs, importer: new Importer({ ...core, clientConfigs }) };
}

const git = ServerName.parse('git');
const canary = 'ghp_0123456789abcdefghijklmn';
const text = JSON.stringify({
  mcpServers: {
    git: { command: 'npx', env: { GITHUB_TOKEN: canary }, approval: 'allow' },
    broken: { command: 7 },
  },
});

/** Adds what the preview shows. */
async function importAll(importer: Importer, source: ImportSource, more: { replace?: boolean } = {}) {
  const { servers } = await importer.preview(source);
  return importer.import({ source, servers: servers.map(({ name, entry }) => ({ name, entry })), ...more });
}

describe('[M7] a configuration', () => {
  it('is shown with references in place of keys, and nothing is added or stored by looking', async () => {
    const { importer, secrets, store } = await anImporter();
    const preview = await importer.preview({ text });
    expect(JSON.stringify(preview)).not.toContain(canary);
    expect(preview.servers).toMatchObject([
      {
        name: 'git',
        entry: { command: 'npx', env: { GITHUB_TOKEN: '${secret:mcp-git.GITHUB_TOKEN}' } },
        kept: [{ secret: 'mcp-git.GITHUB_TOKEN', field: 'env.GITHUB_TOKEN' }],
        taken: false,
      },
    ]);
    expect(preview.refused).toMatchObject([{ name: 'broken', line: 1 }]);
    expect([secrets.values.size, store.written.length]).toEqual([0, 0]);
  });

  it('is added with its keys in the keychain; an approval written in it is not kept', async () => {
    const { importer, secrets, store } = await anImporter();
    const added = await importAll(importer, { text });
    expect(added).toMatchObject([{ name: 'git', approval: 'ask' }]);
    expect(added[0]?.state).not.toBe('unapproved');
    expect([...secrets.values]).toEqual([['mcp-git.GITHUB_TOKEN', canary]]);
    expect(JSON.stringify(store.written)).not.toContain(canary);
  });

  it('that reads differently than it was shown is not added', async () => {
    const { importer, clientConfigs, store } = await anImporter();
    clientConfigs.texts.set('cursor', text);
    const { servers } = await importer.preview({ from: 'cursor' });
    clientConfigs.texts.set('cursor', text.replace('npx', 'rm'));
    await expect(importer.import({ source: { from: 'cursor' }, servers })).rejects.toMatchObject({
      code: 'import/changed',
    });
    expect(store.written).toEqual([]);
  });

  it('with a taken name stores no key and adds nothing, until replacing is meant', async () => {
    const { importer, secrets, store } = await anImporter({ mcpServers: { git: { command: 'old' } } });
    await expect(importAll(importer, { text })).rejects.toMatchObject({ code: 'mcp/name-taken' });
    expect([secrets.values.size, store.written.length]).toEqual([0, 0]);
    expect(await importAll(importer, { text }, { replace: true })).toHaveLength(1);
  });

  it('whose entry cannot be saved leaves the keys as they were', async () => {
    const { importer, secrets, store } = await anImporter({ mcpServers: { git: { command: 'old' } } });
    secrets.values.set('mcp-git.GITHUB_TOKEN', 'before');
    store.failNext = Object.assign(new Error('the disk is full'), { code: 'settings/write-failed' }) as never;
    await expect(importAll(importer, { text }, { replace: true })).rejects.toThrow('the disk is full');
    expect([...secrets.values]).toEqual([['mcp-git.GITHUB_TOKEN', 'before']]);
  });

  it('of VS Code with inputs asks for their values and keeps them like keys', async () => {
    const { importer, secrets } = await anImporter();
    const source = {
      text: JSON.stringify({
        inputs: [{ id: 'pat', type: 'promptString', description: 'GitHub token', password: true }],
        servers: { git: { command: 'npx', env: { T: '${input:pat}', H: '${env:HOME_PAGE}' } } },
      }),
    };
    const { servers } = await importer.preview(source);
    expect(servers[0]?.asked).toEqual([
      { secret: 'mcp-git.pat', description: 'GitHub token' },
      { secret: 'mcp-git.HOME_PAGE', description: 'HOME_PAGE' },
    ]);
    await importer.import({ source, servers, values: { 'mcp-git.pat': 'typed-in', other: 'not asked for' } });
    expect([...secrets.values]).toEqual([['mcp-git.pat', 'typed-in']]);
  });

  it('of one entry as typed keeps its dollar signs, and takes only schemes that are spoken here', async () => {
    const { importer } = await anImporter();
    const entry = { command: 'sh', args: ['-c', 'echo ${HOME}'] };
    expect((await importer.preview({ name: 'git', entry })).servers[0]?.entry).toEqual(entry);
    const far = await importer.preview({ name: 'git', entry: { url: 'ftp://x.example/' } });
    expect([far.servers, far.refused[0]?.reason]).toEqual([[], expect.stringContaining('"ftp"')]);
  });
});

describe('[M6] an edit', () => {
  const entry = { command: 'old', env: { GITHUB_TOKEN: '${secret:mine}' } };

  it('approves what is saved, keeps references, and moves a typed key to the keychain', async () => {
    const { importer, secrets, store, registry } = await anImporter({ mcpServers: { git: entry } });
    const changed = { command: 'new', env: { ...entry.env, OTHER_KEY: 'typed-key' } };
    expect(await importer.edit(git, changed, entry)).toMatchObject({ enabled: true });
    expect(await registry.isApproved('git')).toBe(true);
    expect(store.read().mcpServers['git']).toEqual({
      command: 'new',
      env: { GITHUB_TOKEN: '${secret:mine}', OTHER_KEY: '${secret:mcp-git.OTHER_KEY}' },
    });
    expect([...secrets.values]).toEqual([['mcp-git.OTHER_KEY', 'typed-key']]);
  });

  it('of an entry that changed meanwhile is refused, and neither file nor keys change', async () => {
    const { importer, secrets, store } = await anImporter({ mcpServers: { git: entry } });
    store.changeOutside({ mcpServers: { git: { command: 'theirs' } } });
    const act = importer.edit(git, { command: 'mine', env: { A_KEY: 'typed-key' } }, entry);
    await expect(act).rejects.toMatchObject({ code: 'mcp/entry-changed' });
    expect(store.read().mcpServers['git']).toEqual({ command: 'theirs' });
    expect(secrets.values.size).toBe(0);
  });
});

it('[M7] an export holds no key and no grant, and imports again', async () => {
  const { importer } = await anImporter({
    mcpServers: { git: { command: 'npx', env: { A_KEY: canary, B: '${secret:mine}' }, approval: 'allow' } },
  });
  const { mcpServers, secrets } = importer.export();
  expect(mcpServers).toEqual({
    git: { command: 'npx', env: { A_KEY: '${secret:mcp-git.A_KEY}', B: '${secret:mine}' } },
  });
  expect(secrets).toEqual(['mcp-git.A_KEY', 'mine']);
  expect((await importer.preview({ text: JSON.stringify({ mcpServers }) })).servers).toMatchObject([
    { name: 'git', kept: [] },
  ]);
});
