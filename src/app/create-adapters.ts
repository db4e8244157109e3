/**
 * Every adapter of one profile on this machine, made from the shell's options.
 *
 * Always: made in the order in which they need each other; `close` ends them in the reverse order, the keeper last.
 */
import { homedir, tmpdir } from 'node:os';
import path from 'node:path';
import { AgentProcessLauncher } from '../adapters/agent-process/agent-process-launcher.ts';
import { FileClientConfigs } from '../adapters/client-configs/client-configs.ts';
import type { DataFolder } from '../adapters/data-folder/data-folder.ts';
import { KeyedSeal } from '../adapters/approval-seal/keyed-seal.ts';
import { ProcessDemoProvider } from '../adapters/demo-provider/demo-provider.ts';
import { ProcessKeeper } from '../adapters/keeper/keeper.ts';
import { KeychainSecretStore } from '../adapters/keychain/keychain-secret-store.ts';
import { remoteLiveKit } from '../adapters/livekit-remote/remote-livekit.ts';
import { LiveKitRoomService } from '../adapters/livekit-rooms/livekit-room-service.ts';
import { LocalLiveKitServer } from '../adapters/livekit-server/local-livekit-server.ts';
import { SdkConnector } from '../adapters/mcp-client/connector.ts';
import { LoginPath } from '../adapters/mcp-client/login-path.ts';
import { machineNetwork } from '../adapters/network/machine-network.ts';
import { providerProbe } from '../adapters/provider-probe/provider-probe.ts';
import { WorkerSchemaValidator } from '../adapters/schema-validator/worker-schema-validator.ts';
import { SettingsFile } from '../adapters/settings-file/settings-file.ts';
import { createOriginCertificates } from '../adapters/share-certificate/origin-certificates.ts';
import { SqliteDatabase } from '../adapters/sqlite/sqlite-database.ts';
import { FileLogger } from '../adapters/system/file-logger.ts';
import { sha256Hasher, systemClock, systemIds } from '../adapters/system/system.ts';
import { emptyRoomTimeoutMs } from '../core/rooms/grants.ts';
import { settingsFormat } from '../core/settings/parse-settings.ts';
import { AppError, LogLevel, toWireError } from '../contract/index.ts';
import type { WireError } from '../contract/index.ts';
import type { CorePorts } from '../core/core-parts.ts';
import type { ShareDoor } from '../core/ports/sharing.ts';
import type { App, AppOptions } from './app.ts';
import { findOwnServers } from './own-servers.ts';
import { certificatesFolder } from './profile-folder.ts';

export interface Adapters {
  readonly ports: CorePorts;
  /** Of local servers; the doctor says what is in it. */
  readonly loginPath: LoginPath;
  /** What is wrong with the database, in words, or null. */
  storageProblem(): WireError | null;
  /** PARLEY_LOG_LEVEL goes before the settings. */
  setLogLevel(level: LogLevel): void;
  close(): Promise<void>;
}

export function createAdapters(options: AppOptions, folder: DataFolder, serve: App['serve']): Adapters {
  const { programs, environment, version } = options;
  const forcedLevel = LogLevel.safeParse(environment['PARLEY_LOG_LEVEL']).data;
  const logger = new FileLogger({ folder: folder.logs, level: forcedLevel ?? 'info' });
  const keeper = new ProcessKeeper({ node: programs.node, program: programs.keeper, logger });
  const loginPath = new LoginPath({ environment, keeper, logger });
  const secrets = new KeychainSecretStore({ profileId: folder.profileId, logger });
  let storageProblem: WireError | null = null;
  const database = new SqliteDatabase({
    file: folder.database,
    workerProgram: programs.sqliteWorker,
    clock: systemClock,
    seal: new KeyedSeal({ secrets, file: folder.sealKey, logger }),
    logger,
    onProblem: (problem) => {
      storageProblem = toWireError(problem);
    },
  });
  const validator = new WorkerSchemaValidator({ workerProgram: programs.validatorWorker, logger });
  const ports: CorePorts = {
    clock: systemClock,
    ids: systemIds,
    hasher: sha256Hasher,
    logger,
    settings: new SettingsFile({ folder: folder.path, format: settingsFormat, logger }),
    secrets,
    grants: database.grants,
    memories: database.memories,
    calls: database.calls,
    conversations: database.conversations,
    connector: new SdkConnector({
      keeper,
      node: programs.node,
      ownServers: findOwnServers(programs),
      environment,
      loginPath,
      version,
    }),
    clientConfigs: new FileClientConfigs({
      platform: process.platform,
      home: environment['HOME'] || homedir(),
      environment,
    }),
    validator,
    agents: new AgentProcessLauncher({
      nodePath: programs.node,
      entry: programs.agent,
      env: environment,
      keeper,
      logger,
    }),
    livekit: new LocalLiveKitServer({
      dataDir: folder.path,
      root: programs.npmRoot,
      env: environment,
      keeper,
      logger,
      emptyRoomTimeoutMs,
    }),
    remoteLivekit: remoteLiveKit,
    rooms: new LiveKitRoomService(),
    providerProbe,
    demoProvider: new ProcessDemoProvider({
      node: programs.node,
      program: programs.demoProvider,
      sampleFolder: folder.sample,
      cacheFolder: userCacheFolder(environment),
      environment,
      keeper,
      logger,
    }),
    invites: database.invites,
    door: options.createShareDoor?.(serve) ?? noDoor,
    certificates: createOriginCertificates({ folder: certificatesFolder(folder.path), environment }),
    network: machineNetwork,
  };
  return {
    ports,
    loginPath,
    storageProblem: () => storageProblem,
    setLogLevel: (level) => logger.setLevel(forcedLevel ?? level),
    close: async () => {
      loginPath.close();
      await validator.close();
      await database.close();
      await keeper.close();
      logger.closeSync();
    },
  };
}

/** Of commands that run by themselves. */
const noDoor: ShareDoor = {
  open: () =>
    Promise.reject(new AppError('share/no-network', 'A room can be shared only while Parley runs: start it first.')),
};

/** Per user, not per profile: the demo's speech is the same in all of them. */
function userCacheFolder(environment: AppOptions['environment']): string {
  const base = environment['XDG_CACHE_HOME'] || path.join(environment['HOME'] ?? tmpdir(), '.cache');
  return path.join(base, 'parley', 'speech');
}
