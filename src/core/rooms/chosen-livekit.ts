/**
 * The LiveKit the owner chose: another one by URL and keys, else the local server.
 *
 * Path: livekit.ts starts it -> here -> the local server, or a check that the other one answers, again and again.
 * Always: the settings go before the environment; an address without key and secret is said, never quietly replaced;
 * one that does not answer is stood in for by the local server only where the setting `livekit.mode` is `auto`, and that is told.
 */
import { AppError, toWireError } from '../../contract/index.ts';
import type { Settings, WireError } from '../../contract/index.ts';
import type { Arrival, Clock, LiveKitAccess, LiveKitServer, RemoteLiveKit, SecretStore } from '../ports.ts';
import { stepFallback } from './fallback-state.ts';
import type { FallbackEffect, FallbackEvent, FallbackState } from './fallback-state.ts';

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

/** Null: the local one, also where the setting `livekit.mode` is `local`. @throws {AppError} livekit/refused when an address has no key or secret; livekit/unapproved when only the file names it */
export async function chooseLiveKit({
  settings,
  secrets,
  accepted,
  environment,
}: LiveKitChoice): Promise<LiveKitAccess | null> {
  const { url, mode } = settings().livekit;
  if (mode === 'local') return null;
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
      `The LiveKit at ${url} needs its key and secret. Put them in under Settings, LiveKit, or with "parley secret set ${livekitSecrets.key} --stdin" and "parley secret set ${livekitSecrets.secret} --stdin".`,
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

/** Stands in the local server's place for whoever starts and stops it; another LiveKit that stops answering has ended. */
export class ChosenLiveKit implements LiveKitServer {
  readonly #options: ChosenLiveKitOptions;
  readonly #goneListeners = new Set<(cause: WireError) => void>();
  readonly #wellListeners = new Set<() => void>();
  #state: FallbackState = { status: 'idle', generation: 0, failures: 0, leftFor: null };
  #cancelCheck: () => void = () => {};

  constructor(options: ChosenLiveKitOptions) {
    this.#options = options;
  }

  async start(): Promise<LiveKitAccess> {
    const { local, choice } = this.#options;
    const leftFor = this.#state.status === 'idle' ? this.#state.leftFor : null;
    this.#apply({ type: 'starting' }, null);
    const { generation } = this.#state;
    const chosen = await chooseLiveKit(choice);
    const cause = chosen === null ? null : await this.#whyAway(chosen, leftFor);
    // Stopped, or started again, meanwhile: a server that is started now would outlive its end.
    if (generation !== this.#state.generation) throw superseded();
    if (chosen === null) return local.start();
    if (cause === null) await local.stop();
    const access = cause === null ? chosen : await this.#standIn(chosen, cause);
    const where = cause === null ? 'chosen' : 'local';
    if (generation === this.#state.generation) this.#apply({ type: 'started', where }, chosen);
    return access;
  }

  setMediaAddresses(addresses: readonly string[]): void {
    this.#options.local.setMediaAddresses(addresses);
  }

  onExit(listener: (cause: WireError) => void): () => void {
    this.#goneListeners.add(listener);
    const endLocal = this.#options.local.onExit(listener);
    return () => {
      endLocal();
      this.#goneListeners.delete(listener);
    };
  }

  /** The chosen one is well again and nobody speaks: a start now uses it. */
  onWell(listener: () => void): () => void {
    this.#wellListeners.add(listener);
    return () => this.#wellListeners.delete(listener);
  }

  onArrival(listener: (arrival: Arrival) => void): () => void {
    return this.#options.local.onArrival(listener);
  }

  stop(): Promise<void> {
    this.#apply({ type: 'stopped' }, null);
    return this.#options.local.stop();
  }

  /** Null: it answers. What was left a moment ago is not asked again. @throws {AppError} where nothing may stand in for it */
  async #whyAway(chosen: LiveKitAccess, leftFor: WireError | null): Promise<WireError | null> {
    const cause =
      leftFor !== null && this.#mayStandIn(leftFor)
        ? leftFor
        : await this.#options.remote.check(chosen).then(() => null, toWireError);
    if (cause !== null && !this.#mayStandIn(cause)) throw new AppError(cause.code, cause.message);
    return cause;
  }

  /** Only what is away is stood in for: a refused key is its owner's to mend. */
  #mayStandIn(cause: WireError): boolean {
    return this.#options.choice.settings().livekit.mode === 'auto' && cause.code === 'livekit/unreachable';
  }

  async #standIn({ url }: LiveKitAccess, cause: WireError): Promise<LiveKitAccess> {
    try {
      return { ...(await this.#options.local.start()), standsInFor: { url, cause } };
    } catch (error) {
      const { message } = toWireError(error);
      throw new AppError(cause.code, `${cause.message} This computer cannot stand in for it: ${message}`);
    }
  }

  #apply(event: FallbackEvent, chosen: LiveKitAccess | null): void {
    const { state, effects } = stepFallback(this.#state, event, this.#options.clock.nowMs());
    this.#state = state;
    this.#cancelCheck();
    for (const effect of effects) this.#run(effect, chosen);
  }

  #run(effect: FallbackEffect, chosen: LiveKitAccess | null): void {
    switch (effect.type) {
      case 'tellGone':
        for (const listener of [...this.#goneListeners]) listener(effect.cause);
        return;
      case 'tellWell':
        for (const listener of [...this.#wellListeners]) listener();
        return;
      case 'checkAfter': {
        const check = (): void => void (chosen && this.#check(chosen, effect.generation));
        this.#cancelCheck = this.#options.clock.after(effect.delayMs, check);
      }
    }
  }

  async #check(chosen: LiveKitAccess, generation: number): Promise<void> {
    const cause = await this.#options.remote.check(chosen).then(() => null, toWireError);
    if (generation !== this.#state.generation) return;
    const somebodySpeaks = this.#options.isSomebodySpeaking();
    this.#apply({ type: 'checked', generation, cause, somebodySpeaks }, chosen);
  }
}

/** What it is made from. */
export interface ChosenLiveKitOptions {
  readonly local: LiveKitServer;
  readonly remote: RemoteLiveKit;
  readonly choice: LiveKitChoice;
  readonly clock: Clock;
  /** Somebody speaks, or waits for an answer, and is not to be interrupted. */
  isSomebodySpeaking(): boolean;
}

const superseded = (): AppError =>
  new AppError('livekit/start-failed', 'The start of LiveKit was cancelled. It is started again when somebody joins.');
