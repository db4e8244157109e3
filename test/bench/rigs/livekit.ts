/**
 * The one real livekit-server of a gate's run, on loopback, and tokens for the peers.
 */
import path from 'node:path';
import { ProcessKeeper } from '../../../src/adapters/keeper/keeper.ts';
import { mintToken } from '../../../src/adapters/livekit-rooms/mint-token.ts';
import { LocalLiveKitServer } from '../../../src/adapters/livekit-server/local-livekit-server.ts';
import { RoomName } from '../../../src/contract/index.ts';
import type { LiveKitAccess } from '../../../src/core/ports.ts';
import { root } from './places.ts';
import { createTemporaryFolder } from './temporary-folder.ts';

export interface LiveKit {
  readonly access: LiveKitAccess;
  personToken(room: string, identity: string): Promise<string>;
  agentToken(room: string, identity: string): Promise<string>;
  close(): Promise<void>;
}

const tokenTtlMs = 3_600_000;

export async function startLiveKit(): Promise<LiveKit> {
  const folder = createTemporaryFolder('livekit');
  const logger = { log: () => undefined };
  const program = path.join(root, 'src', 'adapters', 'keeper', 'keeper-process.ts');
  const keeper = new ProcessKeeper({ node: process.execPath, program, logger });
  const server = new LocalLiveKitServer({
    dataDir: folder.path,
    root,
    env: process.env,
    keeper,
    logger,
    emptyRoomTimeoutMs: 300_000,
  });
  const access = await server.start();
  const mint = (room: string, identity: string, kind: 'person' | 'agent'): Promise<string> =>
    mintToken(access, {
      room: RoomName.parse(room),
      identity,
      name: identity,
      kind,
      canPublishMicrophone: true,
      canPublishData: kind === 'agent',
      canUpdateOwnMetadata: kind === 'agent',
      ttlMs: tokenTtlMs,
      emptyTimeoutMs: 300_000,
    });
  return {
    access,
    personToken: (room, identity) => mint(room, identity, 'person'),
    agentToken: (room, identity) => mint(room, identity, 'agent'),
    close: async () => {
      await server.stop();
      await keeper.close();
      folder.remove();
    },
  };
}
