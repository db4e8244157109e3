/**
 * The import law: what each folder of src may import. One table, read by the lint rule and by the architecture test.
 *
 * `layers`: folders of src it may import from. `packages`: npm packages ('*' after a slash matches a subpath).
 * `node`: whether Node built-ins are allowed. A row for `adapters/x` stands in place of that for `adapters`.
 */
/** Pure libraries: no I/O, no vendor. */
const pure = ['zod'];

/** What every adapter may use; ending what was spawned is the one thing they share. */
const forAdapters = ['contract', 'core/ports', 'adapters/process-group'];

export const layers = {
  contract: { layers: [], packages: ['zod'], node: false },
  core: { layers: ['contract'], packages: pure, node: false },
  adapters: { layers: forAdapters, packages: pure, node: true },
  'adapters/mcp-client': {
    layers: [...forAdapters, 'wire/carriers/keep-alive'],
    packages: [...pure, '@modelcontextprotocol/client', 'ws'],
    node: true,
  },
  'adapters/livekit-server': {
    layers: forAdapters,
    packages: [...pure, 'livekit-server-sdk'],
    node: true,
  },
  'adapters/livekit-rooms': {
    layers: forAdapters,
    packages: [...pure, 'livekit-server-sdk'],
    node: true,
  },
  'adapters/livekit-remote': {
    layers: forAdapters,
    packages: [...pure, 'livekit-server-sdk'],
    node: true,
  },
  'adapters/provider-probe': { layers: forAdapters, packages: [...pure, 'ws'], node: true },
  'adapters/keychain': { layers: forAdapters, packages: [...pure, 'keytar'], node: true },
  'adapters/schema-validator': {
    layers: forAdapters,
    packages: [...pure, 'ajv', 'ajv-formats'],
    node: true,
  },
  'adapters/share-certificate': {
    layers: forAdapters,
    packages: [...pure, 'selfsigned'],
    node: true,
  },
  wire: { layers: ['contract'], packages: ['ws'], node: false },
  app: { layers: ['contract', 'core', 'adapters', 'wire'], packages: pure, node: true },
  agent: {
    layers: ['contract', 'wire'],
    packages: [
      ...pure,
      '@livekit/agents',
      '@livekit/agents-plugin-openai',
      'openai',
      '@livekit/rtc-node',
      '@livekit/local-inference',
      'koffi',
    ],
    node: true,
  },
  host: { layers: ['contract', 'wire', 'app'], packages: [...pure, 'ws'], node: true },
  cli: { layers: ['contract', 'wire', 'app', 'host'], packages: [...pure, 'commander'], node: true },
  main: { layers: ['contract', 'wire', 'app', 'host'], packages: [...pure, 'electron', 'electron-store'], node: true },
  'main/global-key': { layers: ['contract'], packages: [...pure, 'uiohook-napi'], node: true },
  preload: { layers: ['contract', 'wire/carriers/electron'], packages: ['electron'], node: false },
  renderer: {
    layers: ['contract', 'wire/client', 'wire/channel', 'wire/carriers/websocket-client', 'wire/carriers/electron'],
    packages: [
      'react',
      'react-dom',
      'livekit-client',
      '@livekit/components-react',
      '@radix-ui/themes',
      '@radix-ui/react-icons',
      '@tanstack/react-virtual',
      'i18next',
      'react-i18next',
      'uqr',
      'zod',
    ],
    node: false,
  },
  demo: { layers: ['contract'], packages: ['ws', 'zod'], node: true },
};

/** Where a misplaced import belongs instead, by the layer that tried it. */
export const rightPlace = {
  contract: 'The contract holds schemas only; move code to core (decides) or an adapter (touches).',
  core: 'The core decides without I/O; put the outside thing behind a port in core/ports.ts and an adapter.',
  adapters:
    'An adapter knows its one outside thing, the contract, core/ports.ts and process-group; join adapters in src/app.',
  wire: 'The wire carries; what decides belongs in core, what joins in src/app.',
  app: 'src/app joins core, adapters and wire; it starts nothing by itself.',
  agent: 'The agent process reaches the rest over the wire only.',
  host: 'The host shell reaches the core through src/app.',
  cli: 'The program reaches the core through src/app or the wire.',
  main: 'The Electron shell reaches the core through src/app; its door for browsers and programs is the one in src/host.',
  preload: 'The preload exposes one object and nothing else.',
  renderer: 'The windows reach the rest over the wire only.',
  demo: 'The simulated provider knows the provider protocol only.',
};
