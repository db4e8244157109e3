/**
 * The LiveKit the owner chose: another one by URL and keys, else the local server.
 *
 * Path: livekit.ts starts it -> here -> the local server, or a check that the other one answers, again and again.
 * Always: the settings go before the environment; an address without key and secret is said, never quietly replaced.
 */
import { AppError, toWireError } from '../../contract/index.ts';
import type { Settings, WireError } from '../../contract/index.ts';
import type { Arrival, Clock, LiveKitAccess, LiveKitServer, RemoteLiveKit, SecretStore } from '../ports.ts';

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

/** How often another LiveKit is asked whether it is well, ms. */
const checkEveryMs = 15_000;
/** So many checks in a row must fail before it counts as gone: a hiccup of the network is none. */
const failedChecksToEnd = 2;

/** Stands in the local server's place for whoever starts and stops it; another LiveKit that stops answering has ended. */
export class ChosenLiveKit implements LiveKitServer {
  readonly #local: LiveKitServer;
  readonly #remote: RemoteLiveKit;
  readonly #choice: LiveKitChoice;
  readonly #clock: Clock;
  readonly #listeners = new Set<(cause: WireError) => void>();
  /** Of the latest start; what an older one's check finds is ignored. */
  #generation = 0;
  #cancelCheck: () => void = () => {};

  constructor(options: { local: LiveKitServer; remote: RemoteLiveKit; choice: LiveKitChoice; clock: Clock }) {
    this.#local = options.local;
    this.#remote = options.remote;
    this.#choice = options.choice;
    this.#clock = options.clock;
  }

  async start(): Promise<LiveKitAccess> {
    const generation = this.#endWatch();
    const chosen = await chooseLiveKit(this.#choice);
    if (chosen === null) return this.#local.start();
    await this.#remote.check(chosen);
    if (generation === this.#generation) this.#watch(chosen, 0);
    return chosen;
  }

  setMediaAddresses(addresses: readonly string[]): void {
    this.#local.setMediaAddresses(addresses);
  }

  onExit(listener: (cause: WireError) => void): () => void {
    this.#listeners.add(listener);
    const endLocal = this.#local.onExit(listener);
    return () => {
      endLocal();
      this.#listeners.delete(listener);
    };
  }

  onArrival(listener: (arrival: Arrival) => void): () => void {
    return this.#local.onArrival(listener);
  }

  stop(): Promise<void> {
    this.#endWatch();
    return this.#local.stop();
  }

  #endWatch(): number {
    this.#cancelCheck();
    return (this.#generation += 1);
  }

  #watch(chosen: LiveKitAccess, failedChecks: number): void {
    this.#cancelCheck = this.#clock.after(checkEveryMs, () => void this.#check(chosen, failedChecks));
  }

  async #check(chosen: LiveKitAccess, failedChecks: number): Promise<void> {
    const generation = this.#generation;
    const cause = await this.#remote.check(chosen).then(() => null, toWireError);
    if (generation !== this.#generation) return;
    if (cause === null) this.#watch(chosen, 0);
    else if (failedChecks + 1 < failedChecksToEnd) this.#watch(chosen, failedChecks + 1);
    else for (const listener of [...this.#listeners]) listener(cause);
  }
}
