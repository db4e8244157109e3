/**
 * A device's visit by a link: runs what visit-state.ts decides.
 *
 * Path: the join page's button -> here -> redeem-invite.ts, then the bridge and the voice of the talk.
 * Always: sound is woken inside the press, because a phone plays nothing that no finger asked for.
 */
import { toWireError } from '../../contract/index.ts';
import { Listeners } from '../listeners.ts';
import { beginVisit, stepVisit } from './visit-state.ts';
import type { DeviceEnd, JoinedDevice, JoinRequest } from '../../contract/index.ts';
import type { PageBridge } from '../bridge/reconnecting-bridge.ts';
import type { Voice } from '../voice/voice.ts';
import type { VisitEffect, VisitEvent, VisitState, VisitStep } from './visit-state.ts';

/** A device that is in: its bridge, its voice, and how both are ended. */
export interface ConnectedDevice {
  readonly bridge: PageBridge;
  readonly voice: Voice;
  close(): void;
}

export interface VisitOptions {
  /** From the address; null where it holds none. */
  readonly code: string | null;
  readonly session: { read(): JoinedDevice | null; keep(session: JoinedDevice): void; forget(): void };
  redeem(request: JoinRequest): Promise<JoinedDevice>;
  connect(session: JoinedDevice, onEnded: (end: DeviceEnd) => void): ConnectedDevice;
  wakeSound(): void;
}

export class Visit {
  readonly #options: VisitOptions;
  readonly #listeners = new Listeners();
  #state: VisitState;
  #device: ConnectedDevice | null = null;

  constructor(options: VisitOptions) {
    this.#options = options;
    const begun = beginVisit(options.code, options.session.read());
    this.#state = begun.state;
    this.#take(begun);
  }

  readonly state = (): VisitState => this.#state;

  /** There while the state is `in`. */
  readonly device = (): ConnectedDevice | null => this.#device;

  readonly onChanged = this.#listeners.add;

  join(name: string, accessCode: string): void {
    this.#options.wakeSound();
    this.#feed({ type: 'joinPressed', name, accessCode });
  }

  #feed(event: VisitEvent): void {
    const step = stepVisit(this.#state, event);
    if (step.state !== this.#state) this.#take(step);
  }

  #take({ state, effects }: VisitStep): void {
    this.#state = state;
    for (const effect of effects) this.#run(effect);
    this.#listeners.tell();
  }

  #run(effect: VisitEffect): void {
    switch (effect.type) {
      case 'redeem':
        return void this.#redeem(effect.request);
      case 'keepSession':
        return this.#options.session.keep(effect.session);
      case 'forgetSession':
        return this.#options.session.forget();
      case 'connect':
        this.#device = this.#options.connect(effect.session, (end) => this.#feed({ type: 'sessionEnded', end }));
        return this.#device.voice.join();
      case 'disconnect':
        this.#device?.close();
        this.#device = null;
    }
  }

  async #redeem(request: JoinRequest): Promise<void> {
    try {
      this.#feed({ type: 'joined', session: await this.#options.redeem(request) });
    } catch (thrown) {
      this.#feed({ type: 'joinFailed', problem: toWireError(thrown) });
    }
  }
}
