/**
 * P4 and P12, ours, the host's end: the whole app as a host runs it, with a caller in the agent's place. Orders are typed
 * turns.
 */
import path from 'node:path';
import { monitorEventLoopDelay } from 'node:perf_hooks';
import { createApp } from '../../../src/app/create-app.ts';
import { locateInstallation } from '../../../src/app/installation.ts';
import { ServerName } from '../../../src/contract/index.ts';
import type { ServerEntry } from '../../../src/contract/index.ts';
import type { CallerMessage, CallOrder } from './calls.ts';
import { endWithParent } from './child.ts';
import { rigFile, root } from './places.ts';
import { serversReady } from './servers-ready.ts';
import { createTemporaryFolder } from './temporary-folder.ts';

endWithParent();
const servers = JSON.parse(process.argv[2] ?? '') as Record<string, ServerEntry>;
const folder = createTemporaryFolder('calls');
const { programs, version } = locateInstallation(path.join(root, 'out'));
const app = await createApp({
  dataDir: folder.path,
  demo: false,
  programs: { ...programs, agent: rigFile('calling-agent-process.ts') },
  version,
  // The talk's key is never used: no model is asked.
  environment: { ...process.env, OPENAI_API_KEY: 'none', OPENAI_BASE_URL: 'http://127.0.0.1:9/v1' },
});
process.on('SIGTERM', () => void app.close().finally(() => process.exit(0)));

const owner = app.client();
for (const [name, entry] of Object.entries(servers)) {
  await owner.invoke('mcp.add', { name: ServerName.parse(name), entry: { ...entry, approval: 'allow' } });
}
await serversReady(owner, Object.keys(servers).length);

const tell = (message: CallerMessage): void => void process.send?.(message);
process.on('message', (order: CallOrder) => void obey(order));
tell({ type: 'ready', hostPid: process.pid });

async function obey(order: CallOrder): Promise<void> {
  const loop = monitorEventLoopDelay({ resolution: 1 });
  if (order.watchLoop) loop.enable();
  const { answer } = await owner.invoke('talk.ask', { text: JSON.stringify(order) });
  loop.disable();
  const toMs = (delayNs: number): number => delayNs / 1e6;
  const loopMs = order.watchLoop ? { p99: toMs(loop.percentile(99)), max: toMs(loop.max) } : null;
  tell({ type: 'times', callsMs: JSON.parse(answer) as number[], loopMs });
}
