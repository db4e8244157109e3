/**
 * A brain that is made ready beside the one that answers, and takes its place when nobody speaks: Realtime on its way back,
 * or the same kind with another persona.
 *
 * Path: brain-keeper -> here. Always: at most one is on its way; it takes over only when nothing is being said, asked or owed
 * and nothing was said since it was given the history; else it is dropped and tried again a little later.
 */
import type { Brain as BrainKind } from '../contract/index.ts';
import type { Brain } from './brain.ts';
import type { AgentClock } from './clock.ts';

export interface SuccessionPort {
  readonly clock: AgentClock;
  /** With the history as it is now. */
  create(kind: BrainKind): Brain;
  /** Nobody speaks, nothing is answered, nothing waits. */
  isIdle(): boolean;
  /** Changes with everything that is said. */
  version(): number;
  takeOver(brain: Brain): void;
}

/** How soon a good moment is looked for again. */
const busyMs = 1000;

export class BrainSuccession {
  readonly #port: SuccessionPort;
  #coming: Brain | null = null;
  #cancel: () => void = () => undefined;

  constructor(port: SuccessionPort) {
    this.#port = port;
  }

  /** The one on its way, if it has not failed. */
  isComing(brain: Brain): boolean {
    return this.#coming === brain;
  }

  get coming(): Brain | null {
    return this.#coming;
  }

  /** Tries after this delay; an earlier plan and one on its way are given up. */
  plan(kind: BrainKind, delayMs: number): void {
    this.stop();
    this.#cancel = this.#port.clock.after(delayMs, () => void this.#try(kind));
  }

  /** The one on its way failed or is not wanted any more. */
  stop(): void {
    this.#cancel();
    this.#cancel = () => undefined;
    const brain = this.#coming;
    this.#coming = null;
    void brain?.close().catch(() => undefined);
  }

  async #try(kind: BrainKind): Promise<void> {
    const { create, isIdle, version, takeOver } = this.#port;
    if (!isIdle()) return this.plan(kind, busyMs);
    const known = version();
    const brain = create(kind);
    this.#coming = brain;
    try {
      await brain.start();
    } catch {
      // Its failure was told to whoever made it.
      return;
    }
    if (this.#coming !== brain) return;
    if (!isIdle() || version() !== known) return this.plan(kind, busyMs);
    this.#coming = null;
    takeOver(brain);
  }
}
