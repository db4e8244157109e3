/**
 * Tools over restarts: a question asked the moment the host is ready again is answered with a tool whose server is still starting.
 */
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import type { AskCall } from '../../src/contract/index.ts';
import { createProvider } from '../../src/demo/create-provider.ts';
import type { Provider } from '../../src/demo/create-provider.ts';
import { startHost } from './rig/host-process.ts';
import type { HostProcess } from './rig/host-process.ts';
import { addServer, fixtureServer, randomWords, secretQuestion, secretSentences } from './rig/talking-host.ts';

let dataDir: string;
let provider: Provider;
const hosts: HostProcess[] = [];

beforeEach(async () => {
  dataDir = await mkdtemp(path.join(tmpdir(), 'parley-second-'));
  provider = await createProvider({ sentences: secretSentences });
});
afterEach(async () => {
  await Promise.all(hosts.splice(0).map((host) => host.stop()));
  await provider.close();
  await rm(dataDir, { recursive: true, force: true });
});

async function start(): Promise<HostProcess> {
  const host = await startHost({
    dataDir,
    environment: { OPENAI_BASE_URL: provider.url, OPENAI_API_KEY: provider.key },
  });
  hosts.push(host);
  return host;
}

it('[M4] the first turn after a restart calls the tool of a server that is still starting', async () => {
  const secret = randomWords();
  const first = await start();
  // One that comes up when it may.
  const gate = path.join(dataDir, 'gate');
  const gated = ['sh', '-c', 'until [ -e "$0" ]; do sleep 0.1; done; exec "$@"', gate];
  await writeFile(gate, '');
  await addServer(first, 'vault', [...gated, ...fixtureServer('--secret', secret)]);
  await first.stop();
  await rm(gate);

  const second = await start();
  const [vault] = await second.bridge().invoke('mcp.list', undefined);
  expect(vault).toMatchObject({ name: 'vault', state: 'starting', tools: 9 });
  const called = provider.log.next('response', (response) => response.calls.length > 0);
  const asked = second.json<{ answer: string; calls: AskCall[] }>('ask', secretQuestion);
  await called;
  await writeFile(gate, '');
  const { answer, calls } = await asked;
  expect(calls).toMatchObject([{ server: 'vault', tool: 'secret', error: null }]);
  expect(answer).toContain(secret);
});
