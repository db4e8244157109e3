/**
 * Who may come in: one decision for pages, assets and the bridge, from what a request says of itself.
 *
 * Path: loopback server -> here. Pure but for hashing.
 * Always: a foreign Host (DNS rebinding) or Origin (another web page) is refused before any token is looked at; tokens are
 * compared in constant time; a browser never gets the run token itself. Its cookie, which a browser also sends to other ports
 * of this machine, opens the page's files and nothing else; the bridge wants the key that only pages of this origin have.
 * Source: FAULTS S15, STYLE §11.7.
 */
import { createHash, timingSafeEqual } from 'node:crypto';
import { keyProtocolPrefix } from '../wire/carriers/websocket-client.ts';

/** What is used of a request's headers. */
export interface RequestFacts {
  readonly host: string | undefined;
  readonly origin: string | undefined;
  readonly authorization: string | undefined;
  readonly cookie: string | undefined;
  /** `Sec-WebSocket-Protocol`. */
  readonly protocols: string | undefined;
}

/** This run's secrets and port. */
export interface Door {
  readonly port: number;
  readonly runToken: string;
  /** In the cookie. */
  readonly sessionToken: string;
  /** Of pages. */
  readonly pageKey: string;
}

/** Null: come in. Else one sentence that is sent with a 403. */
export type Refusal = string | null;

/** Any request: it must be meant for this address. */
export function refuseAddress(facts: RequestFacts, door: Door): Refusal {
  const ours = [`127.0.0.1:${door.port}`, `localhost:${door.port}`];
  if (facts.host === undefined || !ours.includes(facts.host)) {
    return 'Parley answers only at the address it printed when it started.';
  }
  if (facts.origin !== undefined && facts.origin !== `http://${facts.host}`) {
    return 'Parley does not answer other web pages.';
  }
  return null;
}

/** A page or asset: only for a browser that was let in. */
export function refusePage(facts: RequestFacts, door: Door): Refusal {
  return refuseAddress(facts, door) ?? (hasSession(facts, door) ? null : openPrintedAddress);
}

/** The bridge: our own page with its key, or a program with the run token. */
export function refuseBridge(facts: RequestFacts, door: Door): Refusal {
  const address = refuseAddress(facts, door);
  if (address !== null) return address;
  if (facts.origin !== undefined) return hasKey(facts, door) ? null : openPrintedAddress;
  const token = /^Bearer ([\x21-\x7e]+)$/i.exec(facts.authorization ?? '')?.[1];
  return token !== undefined && sameToken(token, door.runToken)
    ? null
    : 'A program must send the token of run.json as "Authorization: Bearer …".';
}

/** Cookies of 127.0.0.1 are shared by all its ports, so the name carries the port. */
export const sessionCookieName = (port: number): string => `parley_${port}`;

/** Constant-time, also for different lengths. */
export function sameToken(given: string, expected: string): boolean {
  return timingSafeEqual(digest(given), digest(expected));
}

const openPrintedAddress = 'Open the whole address that Parley printed when it started; it lets this browser in.';

function hasSession(facts: RequestFacts, door: Door): boolean {
  const name = `${sessionCookieName(door.port)}=`;
  const cookies = (facts.cookie ?? '').split(';').map((cookie) => cookie.trim());
  return cookies.some((cookie) => cookie.startsWith(name) && sameToken(cookie.slice(name.length), door.sessionToken));
}

function hasKey(facts: RequestFacts, door: Door): boolean {
  const protocols = (facts.protocols ?? '').split(',').map((protocol) => protocol.trim());
  return protocols.some(
    (protocol) =>
      protocol.startsWith(keyProtocolPrefix) && sameToken(protocol.slice(keyProtocolPrefix.length), door.pageKey),
  );
}

const digest = (text: string): Buffer => createHash('sha256').update(text).digest();
