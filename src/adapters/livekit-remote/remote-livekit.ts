/**
 * Another LiveKit (Cloud, or one of the user's own): whether it answers and takes our key.
 *
 * Path: core/rooms/chosen-livekit.ts -> here -> its HTTP side.
 */
import { RoomServiceClient } from 'livekit-server-sdk';
import { AppError } from '../../contract/index.ts';
import type { LiveKitAccess, RemoteLiveKit } from '../../core/ports.ts';

/** Well above a slow network's answer; what is away without a word is left after two of these. */
const answerTimeoutSeconds = 5;

export const remoteLiveKit: RemoteLiveKit = {
  async check({ url, apiKey, apiSecret }: LiveKitAccess): Promise<void> {
    try {
      const client = new RoomServiceClient(url.replace(/^ws/, 'http'), apiKey, apiSecret, {
        requestTimeout: answerTimeoutSeconds,
      });
      await client.listRooms();
    } catch (error) {
      throw describe(url, error);
    }
  },
};

function describe(url: string, error: unknown): AppError {
  const status = typeof error === 'object' && error !== null && 'status' in error ? error.status : null;
  if (status === 401 || status === 403) {
    return new AppError('livekit/refused', `The LiveKit at ${url} refused the key. Check its key and secret.`, {
      cause: error,
    });
  }
  return new AppError(
    'livekit/unreachable',
    `The LiveKit at ${url} does not answer. Check the address and the network.`,
    {
      cause: error,
    },
  );
}
