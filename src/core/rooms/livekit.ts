/**
 * The LiveKit in use: keeps the local server running.
 *
 * Path: join, tokens, agents -> here -> livekit-state.ts decides -> port LiveKitServer.
 * Always: key and secret stay in this process; whoever waits for access gets it as soon as there is one.
 */
import { AppError, toWireError } from '../../contract/index.ts';
import type { Clock, LiveKitAccess, LiveKitServer } from '../ports.ts';
import { stepLiveKit } from './livekit-state.ts';
import type { LiveKitEffect, LiveKitEvent, LiveKitState } from './livekit-state.ts';

/** The driver of the local server's state machine. */
export class LiveKit {
  readonly #server: LiveKitServer;
  readonly #clock: Clock;
  readonly #listeners = new Set<(state: LiveKitState) => void>();
  #state: LiveKitState = { status: 'stopped' };
  #ended = false;
  #cancelRetry: () => void = () => {};
  #mediaAddresses: readonly string[] = [];

  constructor(options: { server: LiveKitServer; clock: Clock }) {
    this.#server = options.server;
    this.#clock = options.clock;
    options.server.onExit((cause) => this.#apply({ type: 'exited', cause }));
  }

  get state(): LiveKitState {
    return this.#state;
  }

  start(): void {
    if (!this.#ended) this.#apply({ type: 'wanted' });
  }

  onChanged(listener: (state: LiveKitState) => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  /** Told when talks have to go on at another address than before. */
  onMoved(listener: () => void): () => void {
    let lastUrl: string | null = null;
    return this.onChanged((state) => {
      if (state.status !== 'ready') return;
      const moved = lastUrl !== null && lastUrl !== state.access.url;
      lastUrl = state.access.url;
      if (moved) listener();
    });
  }

  /** Access once it is ready; waits through `starting` and, up to `timeoutMs`, through `failed`. @throws {AppError} the cause */
  access(timeoutMs = 10_000): Promise<LiveKitAccess> {
    const now = this.#state;
    if (now.status === 'ready') return Promise.resolve(now.access);
    if (this.#ended) return Promise.reject(unreachable());
    this.start();
    return new Promise((resolve, reject) => {
      const settle = (run: () => void): void => {
        stopListening();
        cancelTimer();
        run();
      };
      const stopListening = this.onChanged((state) => {
        if (state.status === 'ready') settle(() => resolve(state.access));
        else if (state.status === 'stopped') settle(() => reject(unreachable()));
      });
      const cancelTimer = this.#clock.after(timeoutMs, () => settle(() => reject(this.#failure())));
    });
  }

  /**
   * Opens the local server's media to these addresses of this computer, or with none closes it again: a planned restart.
   * Resolves when it is back; at once where another LiveKit is in use or nothing changes. @throws {AppError} why it is not back
   */
  async setMediaAddresses(addresses: readonly string[]): Promise<void> {
    const restarts = this.restartsFor(addresses);
    this.#mediaAddresses = addresses;
    this.#server.setMediaAddresses(addresses);
    if (!restarts) return;
    this.#apply({ type: 'restartWanted' });
    await this.access();
  }

  /** Whether `setMediaAddresses` would interrupt every room. */
  restartsFor(addresses: readonly string[]): boolean {
    if (this.#state.status === 'stopped' || addresses.join() === this.#mediaAddresses.join()) return false;
    return this.#state.status !== 'ready' || this.#state.access.pid !== null;
  }

  /** Starts anew, also where a retry is waited for, so that what is best now is used. Whoever asks for access meanwhile waits. */
  restart(): void {
    this.#apply({ type: 'chosenAnew' });
  }

  /** Rejects at the first failure to start; for `ready`, where waiting for a retry would hide the cause. */
  firstAccess(): Promise<LiveKitAccess> {
    const now = this.#state;
    if (now.status === 'ready') return Promise.resolve(now.access);
    if (now.status === 'failed') return Promise.reject(this.#failure());
    return new Promise((resolve, reject) => {
      const stopListening = this.onChanged((state) => {
        if (state.status === 'starting') return;
        stopListening();
        if (state.status === 'ready') resolve(state.access);
        else reject(this.#failure());
      });
    });
  }

  /** For good: who still asks for access is refused, and starts nothing. */
  async stop(): Promise<void> {
    this.#ended = true;
    this.#cancelRetry();
    this.#apply({ type: 'stopped' });
    await this.#server.stop();
  }

  #failure(): AppError {
    return this.#state.status === 'failed'
      ? new AppError(this.#state.cause.code, this.#state.cause.message)
      : unreachable();
  }

  #apply(event: LiveKitEvent): void {
    const { state, effects } = stepLiveKit(this.#state, event, this.#clock.nowMs());
    this.#state = state;
    for (const effect of effects) this.#run(effect);
    for (const listener of [...this.#listeners]) listener(state);
  }

  #run(effect: LiveKitEffect): void {
    const { generation } = effect;
    if (effect.type === 'retryAfter') {
      this.#cancelRetry = this.#clock.after(effect.delayMs, () => this.#apply({ type: 'retryTimePassed', generation }));
      return;
    }
    this.#server.start().then(
      (access) => this.#apply({ type: 'started', generation, access }),
      (error: unknown) => this.#apply({ type: 'startFailed', generation, cause: toWireError(error) }),
    );
  }
}

const unreachable = (): AppError =>
  new AppError('livekit/unreachable', 'The LiveKit server does not answer. Run "parley doctor" to see why.');
