/**
 * Which LiveKit the owner chose: the settings' one, else the environment's, else the local server.
 *
 * Path: chosen-livekit.ts, livekit-test.ts -> here.
 * Always: the settings go before the environment; an address without key and secret is said, never quietly replaced; one that
 * only stands in the file gets no key.
 */
import { AppError, livekitAddressMistake } from '../../contract/index.ts';
import type { Settings } from '../../contract/index.ts';
import type { LiveKitAccess, SecretStore } from '../ports.ts';

/** Names of the secrets that hold the key and the secret of the LiveKit in the settings. */
export const livekitSecrets = { key: 'livekit-key', secret: 'livekit-secret' } as const;

/** What the choice is made from. Empty environment variables count as not set. */
export interface LiveKitChoice {
  settings(): Settings;
  readonly secrets: Pick<SecretStore, 'get'>;
  /** Whether the owner named the address that the settings hold. */
  accepted(settings: Settings): Promise<boolean>;
  readonly environment: Readonly<Record<string, string | undefined>>;
}

/**
 * Null: the local one, also where the setting `livekit.mode` is `local`.
 * @throws {AppError} livekit/refused when an address has no key or secret; livekit/unapproved when only the file names it;
 * livekit/bad-address when what the environment names is none
 */
export async function chooseLiveKit({
  settings,
  secrets,
  accepted,
  environment,
}: LiveKitChoice): Promise<LiveKitAccess | null> {
  const present = settings();
  const { url, mode } = present.livekit;
  if (mode === 'local') return null;
  if (url !== null) {
    if (!(await accepted(present))) {
      throw new AppError(
        'livekit/unapproved',
        `settings.json sends talks to the LiveKit at ${url}, and you have not said so here. If you mean it: parley settings set livekit.url ${url}`,
      );
    }
    const [apiKey, apiSecret] = await Promise.all([
      secrets.get(livekitSecrets.key),
      secrets.get(livekitSecrets.secret),
    ]);
    if (apiKey && apiSecret) return { url, apiKey, apiSecret, pid: null };
    throw new AppError(
      'livekit/refused',
      `The LiveKit at ${url} needs its key and secret. Put them in under Settings, LiveKit, or with "parley secret set ${livekitSecrets.key} --stdin" and "parley secret set ${livekitSecrets.secret} --stdin".`,
    );
  }
  const { LIVEKIT_URL, LIVEKIT_API_KEY, LIVEKIT_API_SECRET } = environment;
  if (!LIVEKIT_URL) return null;
  const mistake = livekitAddressMistake(LIVEKIT_URL);
  if (mistake !== null) {
    const whatNow = 'Set it right, or unset it to use the local server, and start Parley again.';
    throw new AppError('livekit/bad-address', `LIVEKIT_URL cannot be used. ${mistake} ${whatNow}`);
  }
  if (LIVEKIT_API_KEY && LIVEKIT_API_SECRET) {
    return { url: LIVEKIT_URL.trim(), apiKey: LIVEKIT_API_KEY, apiSecret: LIVEKIT_API_SECRET, pid: null };
  }
  throw new AppError(
    'livekit/refused',
    'LIVEKIT_URL is set, but LIVEKIT_API_KEY or LIVEKIT_API_SECRET is not. Set both, or unset LIVEKIT_URL to use the local server.',
  );
}

/** Whether two choices are one: the same address with the same key and secret, or both times the local server. */
export function isSameLiveKit(one: LiveKitAccess | null, other: LiveKitAccess | null): boolean {
  if (one === null || other === null) return one === other;
  return one.url === other.url && one.apiKey === other.apiKey && one.apiSecret === other.apiSecret;
}
