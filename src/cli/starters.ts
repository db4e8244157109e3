/**
 * Starts a host or the core in this process; the code for it is loaded only here.
 */
import type { AppOptions } from '../app/app.ts';
import type { Installation } from '../app/installation.ts';
import type { HostProcess } from '../host/run-host.ts';
import type { Starters } from './command-line.ts';

export function createStarters(installation: Installation): Starters {
  return {
    offlineApp: async (dataDir, { servers }) => {
      const { createOfflineApp } = await import('../app/create-app.ts');
      return createOfflineApp(appOptions(installation, dataDir, false), { servers });
    },
    host: async ({ dataDir, demo, port, json }) => {
      const self = createHostProcess();
      const [{ createApp }, { runHost }] = await Promise.all([
        import('../app/create-app.ts'),
        import('../host/run-host.ts'),
      ]);
      const { rendererDir } = installation;
      return runHost({ ...appOptions(installation, dataDir, demo), port, json, rendererDir }, createApp, self);
    },
  };
}

function appOptions(installation: Installation, dataDir: string, demo: boolean): AppOptions {
  const { programs, version } = installation;
  return { dataDir, demo, programs, environment: process.env, version };
}

function createHostProcess(): HostProcess {
  // The reader of the ready line may leave; the host stays.
  for (const stream of [process.stdout, process.stderr]) {
    stream.removeAllListeners('error');
    stream.on('error', () => undefined);
  }
  // A request that comes while the host's code still loads is kept.
  let requested = false;
  let tell = (): void => {
    requested = true;
  };
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, () => tell());
  return {
    pid: process.pid,
    out: (text) => void process.stdout.write(text),
    err: (text) => void process.stderr.write(text),
    onEndRequested: (listener) => {
      tell = listener;
      if (requested) listener();
    },
    exitNow: (code) => process.exit(code),
  };
}
