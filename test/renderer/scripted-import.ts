/**
 * The product's own importer behind a scripted bridge: what a window is shown of a configuration is what a host would say.
 */
import { AppError, Settings } from '../../src/contract/index.ts';
import { Importer } from '../../src/core/mcp/importer.ts';
import { FakeClientConfigs } from '../fakes/fake-client-configs.ts';
import { scriptedTest } from './scripted-connection-test.ts';
import { aServer } from './things.ts';
import type { FixtureBridge, ScriptedMethods } from './fixture-bridge.ts';
import type { ServerEntry, ServerView } from '../../src/contract/index.ts';

const clientConfigs = new FakeClientConfigs();
clientConfigs.texts.set(
  'cursor',
  JSON.stringify({
    mcpServers: {
      github: { command: 'npx', args: ['-y', 'github-server'], env: { GITHUB_TOKEN: 'ghp_canary_canary_canary_1' } },
      filesystem: { command: 'npx', args: ['-y', '@modelcontextprotocol/server-filesystem', '/home/ada'] },
      weather: { url: 'http://weather.example/mcp', headers: { 'X-Api-Key': 'canary-key' } },
      broken: { command: 'npx', args: [1] },
    },
  }),
);

function put(bridge: FixtureBridge, name: string, entry: ServerEntry): ServerView {
  const added = aServer(name, { entry, state: 'starting', tools: 0, era: null });
  const others = bridge.state('mcp.serversChanged').filter((server) => server.name !== name);
  const all = [...others, added];
  bridge.emit('mcp.serversChanged', all, all);
  return added;
}

const importerOf = (bridge: FixtureBridge): Importer =>
  new Importer({
    registry: {
      list: () => bridge.state('mcp.serversChanged'),
      add: async (name, entry) => put(bridge, name, entry),
      change: async (name, entry, seen) => {
        const now = bridge.state('mcp.serversChanged').find((server) => server.name === name)?.entry;
        if (JSON.stringify(now) !== JSON.stringify(seen))
          throw new AppError('mcp/entry-changed', `The entry of "${name}" changed while you edited it.`);
        return put(bridge, name, entry);
      },
    },
    settings: {
      current: () =>
        Settings.parse({
          mcpServers: Object.fromEntries(bridge.state('mcp.serversChanged').map(({ name, entry }) => [name, entry])),
        }),
    },
    keys: { keeping: (_keys, act) => act() },
    hasher: { sha256: (text) => [...text].reduce((sum, one) => sum * 31 + (one.codePointAt(0) ?? 0), 7).toString(16) },
    clientConfigs,
  });

export const importAnswers: ScriptedMethods = {
  'mcp.clients': (_, bridge) => importerOf(bridge).clients(),
  'mcp.previewImport': (source, bridge) => importerOf(bridge).preview(source),
  'mcp.export': (_, bridge) => importerOf(bridge).export() as never,
  'mcp.import': (input, bridge) => importerOf(bridge).import(input as never),
  'mcp.edit': ({ name, entry, seen }, bridge) => importerOf(bridge).edit(name as never, entry, seen),
  'mcp.testImport': ({ name, testId }, bridge) => scriptedTest(bridge, { name, testId }),
};
