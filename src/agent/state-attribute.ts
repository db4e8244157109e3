/**
 * What the agent is doing, as everyone in the room sees it: the attribute `lk.agent.state`.
 *
 * Path: talk-session -> here -> LiveKit. Always: one change is under way at a time, since two may arrive in either order, and in
 * the end the room shows the latest: what did not arrive is sent again. Windows and other clients wait for `listening`.
 */
import type { AgentClock } from './clock.ts';

/** Where the attribute lives. */
export interface AttributePort {
  /** What the room shows now; undefined while we are not in it. */
  shown(): string | undefined;
  /** Resolves when the room was told; it may fail without saying so. */
  send(state: string): Promise<void>;
}

/** A change is on show a moment after it was sent; this much later it was lost. */
export const lostAfterMs = 1_000;

export class StateAttribute {
  readonly #port: AttributePort;
  readonly #clock: AgentClock;
  #wanted: string | null = null;
  #sending = false;
  #cancelLook: () => void = () => undefined;

  constructor(port: AttributePort, clock: AgentClock) {
    this.#port = port;
    this.#clock = clock;
  }

  show(state: string): void {
    this.#wanted = state;
    if (!this.#sending) void this.#send();
  }

  close(): void {
    this.#wanted = null;
    this.#cancelLook();
  }

  async #send(): Promise<void> {
    this.#cancelLook();
    this.#sending = true;
    for (let sent = null; this.#wanted !== null && this.#wanted !== sent;) {
      sent = this.#wanted;
      await this.#port.send(sent).catch(() => undefined);
    }
    this.#sending = false;
    if (this.#wanted !== null) this.#cancelLook = this.#clock.after(lostAfterMs, () => this.#look());
  }

  #look(): void {
    if (this.#wanted !== null && this.#port.shown() !== this.#wanted) void this.#send();
  }
}
