/**
 * Puts adapters and core together: the whole program of one profile, for whichever shell starts it.
 *
 * Path: host | main | cli -> here -> core.
 * Always: the profile's lock is held from before the first file is touched until everything has ended.
 */
import { availableParallelism } from 'node:os';
import { openDataFolder } from '../adapters/data-folder/data-folder.ts';
import { lockProfile } from '../adapters/data-folder/profile-lock.ts';
import type { LockHolder } from '../adapters/data-folder/profile-lock.ts';
import { removeRunFile, writeRunFile } from '../adapters/data-folder/run-file.ts';
import { defaultRoom } from '../contract/index.ts';
import type { Caller } from '../contract/index.ts';
import { createCore } from '../core/create-core.ts';
import type { Core } from '../core/create-core.ts';
import type { AgentChannel } from '../core/ports.ts';
import { createMemoryChannels } from '../wire/carriers/memory.ts';
import { createProcessChannel } from '../wire/carriers/process.ts';
import { BridgeClient } from '../wire/client.ts';
import { serveBridge } from '../wire/server.ts';
import type { BridgeTarget } from '../wire/server.ts';
import type { Channel } from '../wire/channel.ts';
import type { App, AppOptions } from './app.ts';
import { createAdapters } from './create-adapters.ts';
import { findDemoPaths } from './demo-paths.ts';
import { createDoctor } from './doctor/doctor.ts';

/** The whole app: lock taken, everything started in the background. @throws {AppError} host/already-running */
export async function createApp(options: AppOptions): Promise<App> {
  const { app, core } = assemble(options, 'host');
  core.start({ demo: options.demo });
  return app;
}

/** For commands that run without a host: no LiveKit, no agent; `servers`: the MCP servers start. @throws {AppError} host/already-running */
export async function createOfflineApp(options: AppOptions, { servers }: { servers: boolean }): Promise<App> {
  const { app, core } = assemble(options, 'command');
  if (servers) await core.startServers();
  return app;
}

function assemble(options: AppOptions, as: LockHolder): { app: App; core: Core } {
  const folder = openDataFolder(options.dataDir);
  const lock = lockProfile(folder.path, as);
  const adapters = createAdapters(options, folder, (channel, caller) => serveBridge(channel, caller, target));
  const core: Core = createCore({
    ports: adapters.ports,
    environment: options.environment,
    demoPaths: findDemoPaths(folder.sample),
    version: options.version,
    dataDir: folder.path,
    // One core stays with the talk.
    parallelStarts: Math.max(1, availableParallelism() - 1),
    serveAgent: (channel, caller) => serveBridge(toChannel(channel), caller, target),
    storageProblem: adapters.storageProblem,
    onLogLevel: adapters.setLogLevel,
    runDoctor: createDoctor({
      options,
      loginPath: adapters.loginPath,
      secretWarning: () => core.secrets.warning(),
      status: async () => {
        await core.status.refreshProvider().catch(() => undefined);
        return core.status.view();
      },
      providerProblem: () => core.status.providerProblem,
    }),
  });
  const target = toTarget(core);
  let closing: Promise<void> | null = null;
  const close = async (): Promise<void> => {
    removeRunFile(folder.path);
    await core.close();
    await adapters.close();
    lock.release();
  };
  const app: App = {
    serve: (channel, caller) => serveBridge(channel, caller, target),
    client: () => {
      const [near, far] = createMemoryChannels();
      const connectionId = adapters.ports.ids.id();
      serveBridge(far, { connectionId, role: 'owner', room: defaultRoom, identity: null }, target);
      return new BridgeClient(near);
    },
    ready: () => core.ready(),
    publish: async ({ url, token }) => {
      const startedAtMs = adapters.ports.clock.nowMs();
      writeRunFile(folder.path, { pid: process.pid, url, token, startedAtMs, version: options.version });
    },
    close: () => (closing ??= close()),
  };
  return { app, core };
}

/** What the wire asks of the core. */
const toTarget = ({ router, hub }: Core): BridgeTarget => ({
  dispatch: (caller, method, input, signal) => router.dispatch(caller, method, input, signal),
  describe: (method, error) => router.describe(method, error),
  allows: (event, caller): event is Parameters<BridgeTarget['state']>[0] => hub.allows(event, caller),
  state: (event, caller: Caller) => hub.state(event, caller),
  listen: (event, caller, listener) => hub.listen(event, caller, listener),
});

const toChannel = (agent: AgentChannel): Channel =>
  createProcessChannel({
    send: (message) => agent.send(message),
    onMessage: (listener) => agent.onMessage(listener),
    onClose: (listener) => agent.onExit(listener),
    close: () => agent.kill(),
  });
