/**
 * Another LiveKit (Cloud, or one of the user's own): whether it answers and takes our key.
 *
 * Path: core/rooms/chosen-livekit.ts -> here -> its HTTP side.
 */
import { RoomServiceClient } from 'livekit-server-sdk';
import { AppError } from '../../contract/index.ts';
import type { LiveKitAccess, RemoteLiveKit } from '../../core/ports.ts';

/** Well above a slow network's answer. From 5 on the SDK would ask other regions of LiveKit Cloud, each for as long again. */
const answerTimeoutSeconds = 4;

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
  return new AppError('livekit/unreachable', whyUnreachable(url, status, error), { cause: error });
}

/** A page instead of an answer, or an error that no room service gives, is another program's. */
function whyUnreachable(url: string, status: unknown, error: unknown): string {
  const { hostname } = new URL(url);
  if (typeof status === 'number' && status >= 500)
    return `The LiveKit at ${url} answers with an error (HTTP ${status}). Try again in a while.`;
  if (typeof status === 'number' || error instanceof SyntaxError)
    return `What answers at ${url} is not a LiveKit server. Check the address.`;
  if (codeOf(error) === 'ENOTFOUND')
    return `There is no "${hostname}" in the network. Check the spelling of the address, and that this computer is online.`;
  return `The LiveKit at ${url} does not answer. Check the address and the network.`;
}

/** The system's word for why a connection failed, wherever fetch put it. */
function codeOf(error: unknown): unknown {
  const cause = error instanceof Error ? error.cause : null;
  return typeof cause === 'object' && cause !== null && 'code' in cause ? cause.code : null;
}
