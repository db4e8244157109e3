/**
 * Starts the peer's worker, warm (idle processes that wait for a job) or cold.
 */
import { statSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { AccessToken, RoomAgentDispatch, RoomConfiguration } from 'livekit-server-sdk';
import { startRig } from './child.ts';
import type { RigMessage } from './child.ts';
import { delay, within } from './clock.ts';
import type { LiveKit } from './livekit.ts';
import { rigFile } from './places.ts';
import type { BenchProvider } from './provider.ts';
import { createTemporaryFolder } from './temporary-folder.ts';

export interface WorkerOptions {
  readonly agentName: string;
  readonly url: string;
  readonly livekitKey: string;
  readonly livekitSecret: string;
  readonly baseUrl: string;
  readonly apiKey: string;
  /** 0: a process is started for each job. */
  readonly idleProcesses: number;
  readonly warmedFile: string;
}

export interface Worker {
  readonly name: string;
  readonly pid: number;
  /** A token that brings this worker's agent into the room. */
  token(room: string, identity: string): Promise<string>;
  /** Resolves when as many processes have been warmed up as jobs were given and may be given. */
  warm(jobsGiven: number): Promise<void>;
  close(): Promise<void>;
}

/** After a process said that it has been warmed up: the framework still has to note it. */
const noteMs = 500;

export async function startWorker(
  agentName: string,
  idleProcesses: number,
  livekit: LiveKit,
  provider: BenchProvider,
): Promise<Worker> {
  const folder = createTemporaryFolder('worker');
  const warmedFile = path.join(folder.path, 'warmed');
  writeFileSync(warmedFile, '');
  const child = startRig<RigMessage>(rigFile('worker-process.ts'));
  const { url, apiKey, apiSecret } = livekit.access;
  child.send({
    agentName,
    url,
    idleProcesses,
    warmedFile,
    livekitKey: apiKey,
    livekitSecret: apiSecret,
    baseUrl: provider.baseUrl,
    apiKey: provider.apiKey,
  } satisfies WorkerOptions);
  const isReady = (message: RigMessage) => message.type === 'ready';
  await within(child.next(isReady), 60_000, `The start of the worker ${agentName}`);
  return {
    name: agentName,
    pid: child.pid,
    token: (room, identity) => tokenWithAgent(livekit, agentName, room, identity),
    warm: async (jobsGiven) => {
      const wanted = jobsGiven + idleProcesses;
      const warmed = async (): Promise<void> => {
        while (idleProcesses > 0 && statSync(warmedFile).size < wanted) await delay(50);
      };
      await within(warmed(), 30_000, `A warm process of ${agentName}`);
      await delay(noteMs);
    },
    close: async () => {
      await child.end();
      folder.remove();
    },
  };
}

function tokenWithAgent({ access }: LiveKit, agentName: string, room: string, identity: string): Promise<string> {
  const token = new AccessToken(access.apiKey, access.apiSecret, { identity, ttl: 3_600 });
  token.addGrant({ roomJoin: true, room, canPublish: true, canSubscribe: true });
  token.roomConfig = new RoomConfiguration({ agents: [new RoomAgentDispatch({ agentName })] });
  return token.toJwt();
}
