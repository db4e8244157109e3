/**
 * What everybody sees of a talk.
 *
 * Path: talk.ts tells of changes -> here -> `talk.changed` on every device, and the status.
 */
import type { AgentState, RoomName, TalkMode, TalkView } from '../../contract/index.ts';
import type { EventHub } from '../bridge/event-hub.ts';

/** Tells `hub` of each change, then calls `onChanged`. */
export interface ShownTalkOptions {
  readonly room: RoomName;
  readonly mode: TalkMode;
  readonly standIn: boolean;
  readonly hub: EventHub;
  onChanged(): void;
}

/** Begins without an agent and without people. */
export class ShownTalk {
  readonly #options: ShownTalkOptions;
  #view: TalkView;

  constructor(options: ShownTalkOptions) {
    const { room, mode, standIn } = options;
    this.#options = options;
    this.#view = {
      room,
      agent: { state: 'off', pid: null },
      brain: null,
      simulated: false,
      mode,
      floor: null,
      participants: [],
      problem: null,
      standIn,
    };
  }

  get view(): TalkView {
    return this.#view;
  }

  /** Somebody speaks, the agent included, or it is about to. */
  get isSpoken(): boolean {
    const { floor, agent } = this.#view;
    return floor !== null || agent.state === 'thinking' || agent.state === 'speaking';
  }

  show(change: Partial<TalkView>): void {
    const { hub, room, onChanged } = this.#options;
    this.#view = { ...this.#view, ...change };
    hub.publish('talk.changed', room, this.#view);
    onChanged();
  }

  /** Tells nothing that is shown already. */
  showAgent(state: AgentState, pid: number | null, floor: string | null): void {
    const { agent, floor: shownFloor } = this.#view;
    if (agent.state === state && agent.pid === pid && shownFloor === floor) return;
    this.show({ agent: { state, pid }, floor });
  }
}
