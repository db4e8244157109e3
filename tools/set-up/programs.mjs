/**
 * The Node programs of the product: name in out/node, source.
 */
export const nodePrograms = {
  parley: 'src/cli/parley.ts',
  agent: 'src/agent/agent.ts',
  keeper: 'src/adapters/keeper/keeper-process.ts',
  'sqlite-worker': 'src/adapters/sqlite/sqlite-worker.ts',
  'validator-worker': 'src/adapters/schema-validator/validator-worker.ts',
  'global-key': 'src/main/global-key/helper.ts',
  'demo-provider': 'src/demo/provider.ts',
};

/** What Electron and browsers load; electron.vite.config.ts names the same ones. */
export const windowEntries = ['src/main/main.ts', 'src/preload/preload.ts', 'src/renderer/index.html'];
