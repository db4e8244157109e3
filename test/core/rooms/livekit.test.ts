import { expect, test } from 'vitest';
import { LiveKit } from '../../../src/core/rooms/livekit.ts';
import { FakeClock } from '../../fakes/fake-clock.ts';
import { FakeLiveKitServer } from '../../fakes/fake-livekit.ts';

test('[M19] after its end nobody starts it again: who still asks for access is refused', async () => {
  const clock = new FakeClock();
  const server = new FakeLiveKitServer();
  const livekit = new LiveKit({ server, clock });
  livekit.start();
  await livekit.firstAccess();
  await livekit.stop();
  livekit.start();
  await expect(livekit.access()).rejects.toMatchObject({ code: 'livekit/unreachable' });
  server.exit({ code: 'livekit/unreachable', message: 'It ended.' });
  await clock.advanceAsync(60_000);
  expect(server.starts).toBe(1);
});
