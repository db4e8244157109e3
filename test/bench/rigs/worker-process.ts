/**
 * The peer's worker: the framework's AgentServer in development mode.
 *
 * Always: it reports no load, because livekit-server gives a worker that reports a busy processor no job at all.
 */
import { AgentServer, ServerOptions, initializeLogger } from '@livekit/agents';
import { endWithParent } from './child.ts';
import { rigFile } from './places.ts';
import type { WorkerOptions } from './worker.ts';

endWithParent();
process.on('SIGTERM', () => process.kill(-process.pid, 'SIGKILL'));
process.once('message', (options: WorkerOptions) => void start(options));

async function start(options: WorkerOptions): Promise<void> {
  initializeLogger({ pretty: false, level: 'warn' });
  process.env['BENCH_WARMED_FILE'] = options.warmedFile;
  process.env['BENCH_BASE_URL'] = options.baseUrl;
  process.env['BENCH_API_KEY'] = options.apiKey;
  const server = new AgentServer(
    new ServerOptions({
      agent: rigFile('worker-agent.ts'),
      agentName: options.agentName,
      wsURL: options.url,
      apiKey: options.livekitKey,
      apiSecret: options.livekitSecret,
      host: '127.0.0.1',
      loadFunc: () => Promise.resolve(0),
      numIdleProcesses: options.idleProcesses,
      logLevel: 'warn',
    }),
  );
  server.event.once('worker_registered', () => process.send?.({ type: 'ready' }));
  await server.run();
}
