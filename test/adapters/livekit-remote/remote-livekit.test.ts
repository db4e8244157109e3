/**
 * A LiveKit elsewhere is asked for real: a running livekit-server stands for it.
 */
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, expect, it, onTestFinished } from 'vitest';
import { remoteLiveKit } from '../../../src/adapters/livekit-remote/remote-livekit.ts';
import { LocalLiveKitServer } from '../../../src/adapters/livekit-server/local-livekit-server.ts';
import { systemClock } from '../../../src/adapters/system/system.ts';
import { Settings } from '../../../src/contract/index.ts';
import type { LiveKitAccess } from '../../../src/core/ports.ts';
import { testLiveKit } from '../../../src/core/rooms/livekit-test.ts';
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

it.each([
  ['a page', 200, 'is not a LiveKit server'],
  ['an unknown path', 404, 'is not a LiveKit server'],
  ['an error of its own', 503, 'answers with an error (HTTP 503)'],
])('[R6] says what answers in its place: %s', async (_what, status, words) => {
  const stranger = createServer((_request, response) => response.writeHead(status).end('<html>Hello</html>'));
  await new Promise<void>((resolve) => stranger.listen(0, '127.0.0.1', resolve));
  onTestFinished(() => void stranger.close());
  const url = `ws://127.0.0.1:${(stranger.address() as AddressInfo).port}`;
  await expect(remoteLiveKit.check({ ...access, url })).rejects.toMatchObject({
    code: 'livekit/unreachable',
    message: expect.stringContaining(words) as string,
  });
});

it('[R6] the Test of the settings says how it went with the right secret and with a wrong one', async () => {
  const run = (secret: string) =>
    testLiveKit(
      {
        remote: remoteLiveKit,
        destinations: { accepts: async () => true },
        secrets: { get: async (name: string) => (name === 'livekit-key' ? access.apiKey : secret) },
        environment: {},
        clock: systemClock,
        settings: () => Settings.parse({}),
      },
      access.url,
    );
  expect(await run(access.apiSecret)).toMatchObject({ ok: true, cause: null });
  expect(await run('x'.repeat(43))).toMatchObject({ ok: false, cause: { code: 'livekit/refused' } });
});
