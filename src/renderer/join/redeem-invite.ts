/**
 * `POST /api/join`: a link's code for a session.
 *
 * Path: visit.ts -> here -> the host's origin server. What comes back is parsed; a refusal is the host's sentence.
 */
import { AppError, fromWireError, JoinedDevice, WireError } from '../../contract/index.ts';
import type { JoinRequest } from '../../contract/index.ts';

/** @throws {AppError} share/… as the host says; bridge/closed where it cannot be reached or is no Parley */
export async function redeemInvite(request: JoinRequest, ask: typeof fetch = fetch): Promise<JoinedDevice> {
  const answer: unknown = await ask('/api/join', {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(request),
  })
    .then(
      (response) => response.json(),
      () => null,
    )
    .catch(() => null);
  const joined = JoinedDevice.safeParse(answer);
  if (joined.success) return joined.data;
  const refused = WireError.safeParse(answer);
  if (refused.success) throw fromWireError(refused.data);
  throw new AppError('bridge/closed', 'Parley cannot be reached. Check this device’s network, then try again.');
}
