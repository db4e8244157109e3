import { describe, expect, it } from 'vitest';
import { ServerEntry, ServerName } from '../../../src/contract/index.ts';
import type { ServerView } from '../../../src/contract/index.ts';
import { Importer } from '../../../src/core/mcp/importer.ts';
import { mcpHandlers } from '../../../src/core/mcp/mcp-handlers.ts';
import { FakeClientConfigs } from '../../fakes/fake-client-configs.ts';
import { aCore, noSignal, owner } from './rig.ts';

const [git, copy] = [ServerName.parse('git'), ServerName.parse('git-2')];
const source = { name: git, entry: ServerEntry.parse({ command: 'npx', env: { GITHUB_TOKEN: 'canary-token' } }) };
const key = 'mcp-git.GITHUB_TOKEN';

/** A core with the server `git`, whose key is kept, and the owner's acts on it. */
async function withGit() {
  const core = aCore();
  await core.registry.start();
  const importer = new Importer({ ...core, clientConfigs: new FakeClientConfigs() });
  const handlers = mcpHandlers({ ...core, test: core });
  const context = { caller: owner, signal: noSignal() };
  const { servers } = await importer.preview(source);
  await importer.import({ source, servers });
  return {
    ...core,
    entry: core.registry.show(git).entry,
    add: async (name: ServerName, entry: ServerEntry): Promise<ServerView> =>
      handlers['mcp.add']({ name, entry }, context),
    remove: async (name: ServerName): Promise<string[]> => (await handlers['mcp.remove']({ name }, context)).secrets,
  };
}

describe('[M6][D2] removing a server', () => {
  it('takes its keys out of the keychain, also one that an edit left behind, and names them', async () => {
    const { secrets, remove } = await withGit();
    secrets.values.set('mcp-git.OLD_TOKEN', 'left-behind');
    secrets.values.set('mcp-gitlab.TOKEN', 'of another');
    secrets.values.set('openai', 'the assistant’s');
    expect(await remove(git)).toEqual([key, 'mcp-git.OLD_TOKEN']);
    expect([...secrets.values.keys()]).toEqual(['mcp-gitlab.TOKEN', 'openai']);
  });

  it('leaves a key that another server refers to; that goes with the last of them', async () => {
    const { secrets, add, remove, entry } = await withGit();
    await add(copy, entry);
    expect(await remove(git)).toEqual([]);
    expect(secrets.values.get(key)).toBe('canary-token');
    expect(await remove(copy)).toEqual([key]);
    expect(secrets.values.size).toBe(0);
  });

  it('leaves a key that its owner named, and one that the assistant uses', async () => {
    const { secrets, add, remove, settings } = await withGit();
    secrets.values.set('mine', 'stored by hand');
    await settings.set('pipeline.speech.secret', key);
    await add(copy, ServerEntry.parse({ command: 'npx', args: ['--key', '${secret:mine}'] }));
    expect([await remove(copy), await remove(git)]).toEqual([[], []]);
    expect([...secrets.values.keys()]).toEqual([key, 'mine']);
  });

  it('and putting back the very same entry brings them back; a new key under the name stands', async () => {
    const { secrets, add, remove, entry } = await withGit();
    await remove(git);
    await add(git, entry);
    expect(secrets.values.get(key)).toBe('canary-token');
    await remove(git);
    secrets.values.set(key, 'given meanwhile');
    await add(git, entry);
    expect(secrets.values.get(key)).toBe('given meanwhile');
  });

  it('gives its keys to no other entry of that name', async () => {
    const { secrets, add, remove, entry } = await withGit();
    await remove(git);
    await add(git, { ...entry, command: 'other' });
    expect(secrets.values.size).toBe(0);
  });
});
