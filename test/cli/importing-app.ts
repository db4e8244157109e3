/**
 * A fake app whose servers and secrets are the core's own, on fakes: what `mcp add`, `import` and `export` do to them is real.
 */
import { Importer, importHandlers } from '../../src/core/mcp/importer.ts';
import { aCore, owner } from '../core/mcp/rig.ts';
import { FakeApp } from '../fakes/fake-app.ts';
import { FakeClientConfigs } from '../fakes/fake-client-configs.ts';

export function anImportingApp(settings: unknown = {}) {
  const core = aCore({ settings });
  const clientConfigs = new FakeClientConfigs();
  const handlers = importHandlers({ importer: new Importer({ ...core, clientConfigs }), test: core });
  const started = core.registry.start();
  const app = new FakeApp({
    'mcp.previewImport': async (input) => {
      await started;
      return handlers['mcp.previewImport'](input, { caller: owner, signal: new AbortController().signal });
    },
    'mcp.import': async (input) =>
      handlers['mcp.import'](input as never, { caller: owner, signal: new AbortController().signal }),
    'mcp.export': async () =>
      handlers['mcp.export'](undefined, { caller: owner, signal: new AbortController().signal }),
    'secrets.list': async () => ({ secrets: [], warning: await core.secrets.warning() }),
  });
  return {
    app,
    clientConfigs,
    secrets: core.secrets,
    /** The servers in the settings file. */
    servers: () => core.store.read().mcpServers,
  };
}
