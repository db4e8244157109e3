/**
 * A real local livekit-server in a folder of its own, ended and removed with the test.
 */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { onTestFinished } from 'vitest';
import {
  LocalLiveKitServer,
  type LocalLiveKitServerOptions,
} from '../../../src/adapters/livekit-server/local-livekit-server.ts';
import { FakeKeeper } from '../../fakes/fake-keeper.ts';
import { FakeLogger } from '../../fakes/fake-system.ts';

export const checkout = path.resolve(import.meta.dirname, '..', '..', '..');

export function aLiveKitServer(changes: Partial<LocalLiveKitServerOptions> = {}) {
  const dataDir = mkdtempSync(path.join(tmpdir(), 'parley-livekit-'));
  const keeper = new FakeKeeper();
  const logger = new FakeLogger();
  const server = new LocalLiveKitServer({
    dataDir,
    root: checkout,
    env: process.env,
    keeper,
    logger,
    emptyRoomTimeoutMs: 300_000,
    ...changes,
  });
  onTestFinished(async () => {
    await server.stop();
    rmSync(dataDir, { recursive: true, force: true });
  });
  return { server, dataDir, keeper, logger };
}

/** Resolves with the cause of the next unasked end. */
export function nextExit(server: LocalLiveKitServer) {
  return new Promise<{ code: string; message: string }>((resolve) => {
    const off = server.onExit((cause) => {
      off();
      resolve(cause);
    });
  });
}
