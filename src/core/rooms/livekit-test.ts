/**
 * Trying a LiveKit for real, with what stands in the form, saved or not.
 *
 * Path: bridge `livekit.test` -> here -> port RemoteLiveKit.
 * Always: a token made with the key leaves only for an address that the owner named: in this very call, or accepted before
 * (destinations.ts). Never throws for what the LiveKit does; no talk is moved by it.
 */
import { AppError, livekitAddressMistake, toWireError } from '../../contract/index.ts';
import type { LiveKitTest, Settings } from '../../contract/index.ts';
import type { Handlers } from '../bridge/router.ts';
import type { Clock, LiveKitAccess, RemoteLiveKit, SecretStore } from '../ports.ts';
import type { Destinations } from '../secrets/destinations.ts';
import { chooseLiveKit } from './choose-livekit.ts';

/** What a try works with. */
export interface LiveKitTestOptions {
  readonly remote: RemoteLiveKit;
  readonly destinations: Pick<Destinations, 'accepts'>;
  readonly secrets: Pick<SecretStore, 'get'>;
  readonly environment: Readonly<Record<string, string | undefined>>;
  readonly clock: Clock;
  settings(): Settings;
}

/** The bridge's method that tries a LiveKit. */
export function livekitTestHandlers(options: LiveKitTestOptions): Pick<Handlers, 'livekit.test'> {
  return { 'livekit.test': ({ url }) => testLiveKit(options, url) };
}

/** One real question to its room service, and how it went. `url` undefined: the settings'. */
export async function testLiveKit(options: LiveKitTestOptions, url: string | null | undefined): Promise<LiveKitTest> {
  const startedAtMs = options.clock.nowMs();
  const tookMs = (): number => options.clock.nowMs() - startedAtMs;
  try {
    const access = await findAccess(options, url);
    await options.remote.check(access);
    const detail = `The LiveKit at ${access.url} answers, and takes the key and its secret.`;
    return { ok: true, tookMs: tookMs(), detail, cause: null };
  } catch (error) {
    const cause = toWireError(error);
    return { ok: false, tookMs: tookMs(), detail: cause.message, cause };
  }
}

async function findAccess(options: LiveKitTestOptions, given: string | null | undefined): Promise<LiveKitAccess> {
  const { destinations, secrets, environment } = options;
  const stored = options.settings();
  const url = given === undefined ? stored.livekit.url : given;
  const mistake = url === null ? null : livekitAddressMistake(url);
  if (mistake !== null) throw new AppError('livekit/bad-address', mistake);
  const isNamedHere = url !== null && originOf(url) !== originOf(stored.livekit.url);
  const settings: Settings = { ...stored, livekit: { url, mode: 'chosen' } };
  const access = await chooseLiveKit({
    settings: () => settings,
    secrets,
    environment,
    accepted: async () => isNamedHere || destinations.accepts('livekit', stored),
  });
  if (access === null) throw noAddress();
  return access;
}

const originOf = (address: string | null): string | null =>
  address !== null && URL.canParse(address) ? `${new URL(address).protocol}//${new URL(address).host}` : null;

const noAddress = (): AppError =>
  new AppError(
    'livekit/bad-address',
    'No address is set, so talks run on this computer. Put in the address of a LiveKit, then try again.',
  );
