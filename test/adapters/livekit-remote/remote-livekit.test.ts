/**
 * A LiveKit elsewhere is asked for real: a running livekit-server stands for it.
 */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { remoteLiveKit } from '../../../src/adapters/livekit-remote/remote-livekit.ts';
import { LocalLiveKitServer } from '../../../src/adapters/livekit-server/local-livekit-server.ts';
import type { LiveKitAccess } from '../../../src/core/ports.ts';
import { FakeKeeper } from '../../fakes/fake-keeper.ts';
import { FakeLogger } from '../../fakes/fake-system.ts';

let server: LocalLiveKitServer;
let access: LiveKitAccess;
let dataDir: string;

beforeAll(async () => {
  dataDir = await mkdtemp(path.join(tmpdir(), 'parley-remote-'));
  const root = path.resolve(import.meta.dirname, '../../..');
  server = new LocalLiveKitServer({
    dataDir,
    root,
    env: process.env,
    keeper: new FakeKeeper(),
    logger: new FakeLogger(),
    emptyRoomTimeoutMs: 300_000,
  });
  access = await server.start();
});
afterAll(async () => {
  await server.stop();
  await rm(dataDir, { recursive: true, force: true });
});

it('[R6] accepts one that answers and takes the key', async () => {
  await expect(remoteLiveKit.check(access)).resolves.toBeUndefined();
});

it('[R6] says that the key is refused', async () => {
  await expect(remoteLiveKit.check({ ...access, apiSecret: 'x'.repeat(43) })).rejects.toMatchObject({
    code: 'livekit/refused',
  });
});

it('[R6] says that nobody answers', async () => {
  await expect(remoteLiveKit.check({ ...access, url: 'ws://127.0.0.1:9' })).rejects.toMatchObject({
    code: 'livekit/unreachable',
  });
});
