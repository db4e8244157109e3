/**
 * The LiveKit the owner chose: another one by URL and keys, else the local server.
 *
 * Path: livekit.ts starts it -> here -> the local server, or a check that the other one answers.
 * Always: the settings go before the environment; an address without key and secret is said, never quietly replaced.
 */
import { AppError } from '../../contract/index.ts';
import type { Settings, WireError } from '../../contract/index.ts';
import type { Arrival, LiveKitAccess, LiveKitServer, RemoteLiveKit, SecretStore } from '../ports.ts';

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

/** Null: the local one. @throws {AppError} livekit/refused when an address has no key or secret; livekit/unapproved when only the file names it */
export async function chooseLiveKit({
  settings,
  secrets,
  accepted,
  environment,
}: LiveKitChoice): Promise<LiveKitAccess | null> {
  const { url } = settings().livekit;
  if (url !== null) {
    if (!(await accepted(settings()))) {
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
      `The LiveKit at ${url} needs its key and secret: store them with "parley secret set ${livekitSecrets.key} --stdin" and "parley secret set ${livekitSecrets.secret} --stdin".`,
    );
  }
  const { LIVEKIT_URL, LIVEKIT_API_KEY, LIVEKIT_API_SECRET } = environment;
  if (!LIVEKIT_URL) return null;
  if (LIVEKIT_API_KEY && LIVEKIT_API_SECRET) {
    return { url: LIVEKIT_URL, apiKey: LIVEKIT_API_KEY, apiSecret: LIVEKIT_API_SECRET, pid: null };
  }
  throw new AppError(
    'livekit/refused',
    'LIVEKIT_URL is set, but LIVEKIT_API_KEY or LIVEKIT_API_SECRET is not. Set both, or unset LIVEKIT_URL to use the local server.',
  );
}

/** Stands in the local server's place for whoever starts and stops it. */
export class ChosenLiveKit implements LiveKitServer {
  readonly #local: LiveKitServer;
  readonly #remote: RemoteLiveKit;
  readonly #choice: LiveKitChoice;

  constructor(options: { local: LiveKitServer; remote: RemoteLiveKit; choice: LiveKitChoice }) {
    this.#local = options.local;
    this.#remote = options.remote;
    this.#choice = options.choice;
  }

  async start(): Promise<LiveKitAccess> {
    const chosen = await chooseLiveKit(this.#choice);
    if (chosen === null) return this.#local.start();
    await this.#remote.check(chosen);
    return chosen;
  }

  setMediaAddresses(addresses: readonly string[]): void {
    this.#local.setMediaAddresses(addresses);
  }

  onExit(listener: (cause: WireError) => void): () => void {
    return this.#local.onExit(listener);
  }

  onArrival(listener: (arrival: Arrival) => void): () => void {
    return this.#local.onArrival(listener);
  }

  stop(): Promise<void> {
    return this.#local.stop();
  }
}
