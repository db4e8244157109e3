/**
 * A host that talks to a provider of the test's own, with a secret that exists only in this run.
 *
 * The secret reaches the provider only as a tool's result: it is in the fixture server's arguments and nowhere else.
 */
import { randomInt } from 'node:crypto';
import path from 'node:path';
import type { Bridge, ServerView } from '../../../src/contract/index.ts';
import { createProvider } from '../../../src/demo/create-provider.ts';
import type { Provider, ProviderOptions } from '../../../src/demo/create-provider.ts';
import { defaultSentences } from '../../../src/demo/thinking/sentences.ts';
import type { Sentence } from '../../../src/demo/thinking/sentences.ts';
import { startHost } from './host-process.ts';
import type { HostProcess } from './host-process.ts';

const fixtures = path.resolve(import.meta.dirname, '../../fixtures/mcp-servers');

/** How the well-behaved fixture server is started. */
export const fixtureServer = (...args: string[]): string[] => [
  process.execPath,
  path.join(fixtures, 'sdk-server.mjs'),
  ...args,
];

/** How a server with this fault is started. */
export const faultyServer = (fault: string): string[] => [
  process.execPath,
  path.join(fixtures, 'raw-server.mjs'),
  fault,
];

export const secretQuestion = 'Please tell me the secret word';

export const secretSentences: readonly Sentence[] = [
  ...defaultSentences,
  { id: 'secret', text: secretQuestion, intent: { kind: 'call', tool: 'secret$' } },
];

/** Three random words: sayable, and nowhere in this repository in this order. */
export function randomWords(): string {
  const words = [
    'amber',
    'basil',
    'cedar',
    'delta',
    'ember',
    'fable',
    'ginger',
    'harbor',
    'island',
    'jasmine',
    'kettle',
    'lantern',
  ];
  return (
    Array.from({ length: 3 }, () => words[randomInt(words.length)]).join(' ') + ` ${String(randomInt(1_000, 10_000))}`
  );
}

export interface TalkingHost {
  readonly host: HostProcess;
  readonly provider: Provider;
  close(): Promise<void>;
}

export async function startTalkingHost(
  options: {
    provider?: ProviderOptions;
    args?: string[];
    environment?: Record<string, string>;
    dataDir?: string;
  } = {},
): Promise<TalkingHost> {
  const provider = await createProvider({ sentences: secretSentences, ...options.provider });
  const environment = { OPENAI_BASE_URL: provider.url, OPENAI_API_KEY: provider.key, ...options.environment };
  const { args, dataDir } = options;
  const host = await startHost({ environment, ...(args ? { args } : {}), ...(dataDir ? { dataDir } : {}) });
  return {
    host,
    provider,
    close: async () => {
      await host.stop();
      await provider.close();
    },
  };
}

/** Adds a server under `name` and waits until it is ready. */
export async function addServer(host: HostProcess, name: string, command: string[], approval = 'allow'): Promise<void> {
  await addEntry(host, name, command, approval);
  for (;;) {
    const server = (await host.json<ServerView[]>('mcp', 'list')).find((one) => one.name === name);
    if (server?.state === 'ready') return;
    if (server?.state === 'failed') throw new Error(server.cause?.message);
  }
}

/** Resolves with the server once `fits` says so, by the event that windows get. */
export function untilServer(
  bridge: Bridge,
  name: string,
  fits: (server: ServerView) => boolean = ({ state }) => state === 'ready',
): Promise<ServerView> {
  return new Promise((resolve) => {
    const end = bridge.subscribe('mcp.serversChanged', (message) => {
      const servers = message.type === 'state' ? message.state : message.payload;
      const server = servers.find((candidate) => candidate.name === name);
      if (!server || !fits(server)) return;
      end();
      resolve(server);
    });
  });
}

/** Adds a server that may never be ready. */
export async function addEntry(host: HostProcess, name: string, command: string[], approval = 'allow'): Promise<void> {
  const { code, err } = await host.parley('mcp', 'add', name, '--approval', approval, '--yes', '--', ...command);
  if (code !== 0) throw new Error(err);
}
