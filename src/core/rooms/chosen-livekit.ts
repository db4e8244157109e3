/**
 * The LiveKit the owner chose: another one by URL and keys, else the local server.
 *
 * Path: livekit.ts starts it -> here -> the local server, or a check that the other one answers, again and again.
 * Always: one that does not answer is stood in for by the local server only where the setting `livekit.mode` is `auto`, and
 * that is told; a change of the choice comes into force by a start, and where what is chosen now does not work, what was used
 * before is used on, and that is told.
 */
import { AppError, toWireError } from '../../contract/index.ts';
import type { WireError } from '../../contract/index.ts';
import type { Arrival, Clock, LiveKitAccess, LiveKitServer, RemoteLiveKit } from '../ports.ts';
import { askWhetherWell } from './ask-whether-well.ts';
import { ChoiceChange } from './choice-change.ts';
import type { ChoiceLook } from './choice-state.ts';
import { chooseLiveKit, isSameLiveKit } from './choose-livekit.ts';
import type { LiveKitChoice } from './choose-livekit.ts';
import { stepFallback } from './fallback-state.ts';
import type { FallbackEffect, FallbackEvent, FallbackState } from './fallback-state.ts';

/** Stands in the local server's place for whoever starts and stops it; another LiveKit that stops answering has ended. */
export class ChosenLiveKit implements LiveKitServer {
  readonly #options: ChosenLiveKitOptions;
  readonly #goneListeners = new Set<(cause: WireError) => void>();
  readonly #startListeners = new Set<() => void>();
  #state: FallbackState = { status: 'idle', generation: 0, failures: 0, leftFor: null };
  readonly #change: ChoiceChange;
  #cancelCheck: () => void = () => {};
  /** What was chosen when a start last came about, also where the local server then stood in for it. */
  #started: { readonly chosen: LiveKitAccess | null } | null = null;
  /** Where talks run now. */
  #inUse: LiveKitAccess | null = null;

  constructor(options: ChosenLiveKitOptions) {
    this.#options = options;
    this.#change = new ChoiceChange({
      clock: options.clock,
      look: () => this.#look(),
      isSomebodySpeaking: () => options.isSomebodySpeaking(),
      startAnew: () => this.#tellStart(),
      onCauseChanged: () => options.onProblemChanged(),
    });
  }

  async start(): Promise<LiveKitAccess> {
    const leftFor = this.#state.status === 'idle' ? this.#state.leftFor : null;
    this.#apply({ type: 'starting' }, null);
    this.#change.apply({ type: 'starting' });
    this.#inUse = null;
    const start = { generation: this.#state.generation, leftFor };
    let chosen: LiveKitAccess | null | undefined;
    try {
      chosen = await chooseLiveKit(this.#options.choice);
      return await this.#startIn(chosen, start);
    } catch (error) {
      return await this.#startAsBefore(chosen, start, error);
    }
  }

  /** What the choice is made from may have changed: it counts as soon as it would work and nobody speaks. */
  choiceChanged(): void {
    this.#change.apply({ type: 'changed' });
  }

  /** What is told while what the owner chose cannot be used, and what was used before still is. */
  problem(): WireError | null {
    const { cause } = this.#change;
    if (cause === null || this.#inUse === null) return null;
    const where = this.#inUse.pid === null ? `at ${this.#inUse.url}` : 'on this computer';
    return { code: cause.code, message: `${cause.message} Until then, talks stay ${where}.` };
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

  /** Another one than the present one is to be used, is well, and nobody speaks: a start now uses it. */
  onStartWanted(listener: () => void): () => void {
    this.#startListeners.add(listener);
    return () => this.#startListeners.delete(listener);
  }

  onArrival(listener: (arrival: Arrival) => void): () => void {
    return this.#options.local.onArrival(listener);
  }

  stop(): Promise<void> {
    this.#apply({ type: 'stopped' }, null);
    this.#change.apply({ type: 'stopped' });
    this.#inUse = null;
    return this.#options.local.stop();
  }

  async #startIn(chosen: LiveKitAccess | null, { generation, leftFor }: Start): Promise<LiveKitAccess> {
    const { local } = this.#options;
    const cause = chosen === null ? null : await this.#whyAway(chosen, leftFor);
    // Stopped, or started again, meanwhile: a server that is started now would outlive its end.
    if (generation !== this.#state.generation) throw superseded();
    if (chosen !== null && cause === null) await local.stop();
    const access = chosen === null ? await local.start() : cause === null ? chosen : await this.#standIn(chosen, cause);
    if (generation !== this.#state.generation) return access;
    this.#started = { chosen };
    this.#inUse = access;
    if (chosen !== null) this.#apply({ type: 'started', where: cause === null ? 'chosen' : 'local' }, chosen);
    return access;
  }

  /** What was used before the choice changed. @throws the error, where the choice is the same or that does not start either */
  async #startAsBefore(chosen: LiveKitAccess | null | undefined, start: Start, error: unknown): Promise<LiveKitAccess> {
    const before = this.#started;
    const isOther = before !== null && (chosen === undefined || !isSameLiveKit(chosen, before.chosen));
    if (!isOther || start.generation !== this.#state.generation) throw error;
    const access = await this.#startIn(before.chosen, start).catch(() => {
      throw error;
    });
    this.#change.apply({ type: 'keptBefore', cause: toWireError(error) });
    return access;
  }

  async #look(): Promise<ChoiceLook> {
    const { local, remote, choice, isSomebodySpeaking } = this.#options;
    // Nothing would be left by a start, and it tries what is chosen.
    if (this.#inUse === null) return { type: 'usable' };
    const chosen = await chooseLiveKit(choice);
    if (this.#started !== null && isSameLiveKit(chosen, this.#started.chosen)) return { type: 'inForce' };
    if (chosen !== null) await remote.check(chosen);
    else if (this.#inUse.pid === null && !isSomebodySpeaking()) await local.start();
    return { type: 'usable' };
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
        this.#inUse = null;
        for (const listener of [...this.#goneListeners]) listener(effect.cause);
        return;
      case 'tellWell':
        return this.#tellStart();
      case 'checkAfter': {
        const check = (): void => void (chosen && this.#check(chosen, effect.generation));
        this.#cancelCheck = this.#options.clock.after(effect.delayMs, check);
      }
    }
  }

  #tellStart(): void {
    for (const listener of [...this.#startListeners]) listener();
  }

  async #check(chosen: LiveKitAccess, generation: number): Promise<void> {
    const answer = await askWhetherWell(this.#options, chosen);
    if (generation !== this.#state.generation) return;
    const somebodySpeaks = this.#options.isSomebodySpeaking();
    this.#apply({ type: 'checked', generation, ...answer, somebodySpeaks }, chosen);
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
  /** `problem` may say something else than before. */
  onProblemChanged(): void;
}

/** A start under way. */
interface Start {
  readonly generation: number;
  readonly leftFor: WireError | null;
}

const superseded = (): AppError =>
  new AppError('livekit/start-failed', 'The start of LiveKit was cancelled. It is started again when somebody joins.');
