/**
 * Redeems a link as a device does: join over HTTPS, then the room's token over the bridge.
 *
 * Path: `parley join` -> here -> the shared origin of some Parley.
 * Always: certificates are checked; this profile's own is believed, another private authority is named in NODE_EXTRA_CA_CERTS.
 * A code is shown to nobody but the origin of its link.
 */
import { deviceProtocol, JoinedDevice } from '../contract/share.ts';
import type { JoinRequest } from '../contract/share.ts';
import { AppError, fromWireError, WireError } from '../contract/errors.ts';
import type { MethodOutput } from '../contract/bridge.ts';
import { parseJson } from '../contract/parse-json.ts';
import { foreign } from '../host/share/origin-access.ts';
import { createWebSocketClientChannel } from '../wire/carriers/websocket-client.ts';
import { BridgeClient } from '../wire/client.ts';

/** @throws {AppError} share/… in the host's words; share/unknown-invite for what is no link, and where no Parley takes it */
export async function joinByLink(
  link: string,
  options: { readonly name: string; readonly accessCode: string },
): Promise<MethodOutput<'talk.join'>> {
  const { origin, code } = parseLink(link);
  const device = await redeem(origin, { code, ...options });
  const socket = new WebSocket(`${origin.replace(/^http/, 'ws')}/bridge`, [deviceProtocol, device.sessionToken]);
  const channel = createWebSocketClientChannel(socket);
  try {
    return await new BridgeClient(channel).invoke('talk.join', {});
  } finally {
    channel.close();
  }
}

function parseLink(link: string): { origin: string; code: string } {
  const url = URL.canParse(link) ? new URL(link) : null;
  const code = url?.hash.slice(1) ?? '';
  if (url?.protocol !== 'https:' || code === '') {
    throw new AppError(
      'share/unknown-invite',
      'That is not a whole link: it begins with https:// and ends with # and a code. Quote it, or the shell may cut it.',
    );
  }
  return { origin: url.origin, code };
}

async function redeem(origin: string, body: JoinRequest): Promise<JoinedDevice> {
  const response = await fetch(`${origin}/api/join`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(body),
    redirect: 'manual',
  }).catch((error: unknown) => {
    throw unreachable(origin, error);
  });
  const text = await response.text().catch(() => '');
  const answer = parseJson(text);
  const joined = response.ok ? JoinedDevice.safeParse(answer) : null;
  if (joined?.success) return joined.data;
  const refused = WireError.safeParse(answer);
  throw refused.success ? fromWireError(refused.data) : answeredOtherwise(origin, response.status, text);
}

/** Somebody is there, and does not know the link's address, or is no Parley. */
function answeredOtherwise(origin: string, status: number, text: string): AppError {
  const message =
    status === 403 && text.trim() === foreign
      ? `The Parley that answers at ${origin} does not go by this name: a proxy or tunnel leads to it. Ask whoever sent the link for one under its own address, or to set share.publicUrl to this one.`
      : `What answers at ${origin} is no Parley that shares (HTTP ${String(status)}): the link was changed on its way, or what is behind its address has ended. Compare it with what you were sent, or ask for a new one.`;
  return new AppError('share/unknown-invite', message);
}

function unreachable(origin: string, error: unknown): AppError {
  const cause = error instanceof Error ? error.cause : null;
  const code = cause instanceof Error && 'code' in cause ? String(cause.code) : '';
  const message = /CERT|SELF_SIGNED|ISSUER|ALTNAME/.test(code)
    ? `The certificate of ${origin} is not trusted on this computer (${code}). Name its authority in NODE_EXTRA_CA_CERTS, or share with another certificate.`
    : `Nobody answers at ${origin}: the link is over, or this computer is in another network. Ask whoever sent it for a new one.`;
  return new AppError('share/no-network', message, { cause: error });
}
