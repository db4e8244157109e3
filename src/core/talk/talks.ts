/**
 * All talks, by room, and the bridge's methods on them.
 *
 * Path: bridge `talk.*` (people) and `agent.*` (agent processes) -> here -> talk.ts.
 */
import { AppError, defaultRoom } from '../../contract/index.ts';
import type { Approval, AwaitedCall, Caller, RoomName, TalkMode, TalkView, WireError } from '../../contract/index.ts';
import type { Approvals } from '../approvals/approvals.ts';
import type { EventHub } from '../bridge/event-hub.ts';
import type { Handlers } from '../bridge/router.ts';
import type { Clock, Ids } from '../ports.ts';
import type { Rooms } from '../rooms/rooms.ts';
import type { AgentPool } from './agent-pool.ts';
import { GuestPace } from './guest-pace.ts';
import { Talk } from './talk.ts';
import type { TalkOptions } from './talk.ts';

/** A talk for each room, made when it is first asked for. */
export class Talks {
  readonly #options: Omit<TalkOptions, 'room'>;
  readonly #talks = new Map<RoomName, Talk>();

  constructor(options: Omit<TalkOptions, 'room'>) {
    this.#options = options;
    options.hub.provide('talk.changed', (caller) => this.of(caller.room).view);
    options.hub.provide('talk.turnChanged', (caller) => {
      const { transcript } = this.of(caller.room);
      // A guest may come without waking the talk, which would start over then. Its owner may look back.
      const isShown = caller.role === 'owner' || !transcript.isOver(options.clock.nowMs());
      return isShown ? transcript.turns() : [];
    });
  }

  of(room: RoomName): Talk {
    const known = this.#talks.get(room);
    if (known) return known;
    const talk = new Talk({ ...this.#options, room });
    this.#talks.set(room, talk);
    return talk;
  }

  all(): readonly Talk[] {
    return [...this.#talks.values()];
  }

  /** Each agent is told which call of its talk its owner is asked about, so that it says so. */
  approvalsChanged(waiting: readonly Approval[]): void {
    for (const talk of this.all()) {
      const approval = waiting.find(({ room }) => room === talk.view.room);
      talk.awaits(approval ? toAwaited(approval) : null);
    }
  }

  /** The owner set this key. A mode counts in every talk, also the one that the settings had while a talk had another. */
  ownerSet(key: string): void {
    if (key !== 'talk.mode' && key !== 'talk') return;
    for (const talk of this.all()) talk.setMode(this.#options.settings().talk.mode);
  }

  /** The view of the default room, which `status` shows. */
  get main(): TalkView {
    return this.of(defaultRoom).view;
  }
}

/** A guest and a device act in their own room only; the owner at the computer where it says. */
const roomOf = (caller: Caller, asked: RoomName | undefined): RoomName =>
  caller.role === 'owner' && !caller.device ? (asked ?? caller.room) : caller.room;

const speakerOf = (caller: Caller): { identity: string; name: string } => {
  const identity = caller.identity ?? (caller.role === 'owner' ? 'owner' : caller.connectionId);
  return { identity, name: caller.device?.name ?? (caller.role === 'owner' ? 'You' : identity) };
};

const nobodyJoined = 'Nobody is in the talk with a microphone, so the key does nothing. Join in the window first.';

/** The bridge's methods for people. */
export function talkHandlers(options: {
  talks: Talks;
  rooms: Rooms;
  ids: Ids;
  clock: Clock;
  hub: EventHub;
  /** Sets `talk.mode`. */
  keepMode(mode: TalkMode): Promise<unknown>;
}): Pick<Handlers, Extract<keyof Handlers, `talk.${string}`>> {
  const { talks, rooms, ids, hub, keepMode } = options;
  const pace = new GuestPace(options.clock);
  return {
    'talk.join': async ({ room: asked, name }, { caller }) => {
      const room = roomOf(caller, asked);
      const role = caller.role === 'agent' ? 'listen' : caller.role;
      if (caller.device && caller.identity !== null) {
        const { device, identity } = caller;
        const minted = await rooms.mintForDevice({ room, identity, role, ...device });
        return { livekitUrl: minted.livekitUrl, token: minted.token, room, identity };
      }
      const identity = `${role === 'owner' ? 'owner' : 'guest'}-${ids.id()}`;
      const shown = name ?? (role === 'owner' ? 'You' : 'Guest');
      // First of all: the agent's way into the room is the longer one.
      talks.of(room).wake();
      const minted = await rooms.mintOwn({ room, identity, name: shown, role });
      return { livekitUrl: minted.livekitUrl, token: minted.token, room, identity };
    },
    'talk.setMode': async ({ room, mode, forNow = false }, { caller }) => {
      try {
        if (!forNow && !caller.device) await keepMode(mode);
      } finally {
        // Also where it cannot be stored: whoever wants not to be heard is not.
        talks.of(roomOf(caller, room)).setMode(mode);
      }
    },
    'talk.key': ({ room: asked, action, identity, decided = false }, { caller }) => {
      const room = roomOf(caller, asked);
      const isOwn = caller.role === 'owner' && !caller.device;
      if (identity !== undefined && (isOwn || identity === caller.identity)) {
        talks.of(room).key(identity, action);
      } else if (isOwn) {
        if (!hub.isHeard('talk.keyPressed', room)) throw new AppError('talk/nobody-joined', nobodyJoined);
        const event = !decided && hub.isHeard('talk.keyAsked', room) ? 'talk.keyAsked' : 'talk.keyPressed';
        hub.publish(event, room, { action });
      }
    },
    'talk.keyOver': ({ room }, { caller }) => hub.publish('talk.keyOver', roomOf(caller, room), null),
    'talk.send': ({ room, text }, { caller }) => {
      const speaker = speakerOf(caller);
      if (caller.role !== 'owner') pace.sends(speaker.identity);
      return { turnId: talks.of(roomOf(caller, room)).send(text, speaker) };
    },
    'talk.ask': ({ room, text }, { caller, signal }) =>
      talks.of(roomOf(caller, room)).ask(text, speakerOf(caller), signal),
    'talk.interrupt': ({ room }, { caller }) => talks.of(roomOf(caller, room)).interrupt(),
  };
}

const toAwaited = ({ id, server, tool, byVoice }: Approval): AwaitedCall => ({ id, server, tool, byVoice });

/** The bridge's methods for agent processes. */
export function agentHandlers(options: {
  talks: Talks;
  pool: AgentPool;
  approvals: Approvals;
  /** Text without secrets: a service may repeat what it was sent. */
  redacted(text: string): string;
}): Pick<Handlers, Extract<keyof Handlers, `agent.${string}`>> {
  const { talks, pool, approvals, redacted } = options;
  const shown = (problem: WireError | null): WireError | null =>
    problem && { ...problem, message: redacted(problem.message) };
  /** The talk this process sits in, or null for one that was replaced. */
  const seat = (caller: Caller, room: RoomName): Talk | null => {
    const talk = talks.of(room);
    return talk.seats(caller.connectionId) ? talk : null;
  };
  return {
    'agent.warm': (_input, { caller }) => pool.byId(caller.connectionId)?.reportedWarm(),
    'agent.heartbeat': (_input, { caller }) => pool.byId(caller.connectionId)?.reportedHeartbeat(),
    'agent.joined': ({ room, brain }, { caller }) => seat(caller, room)?.joined(caller.connectionId, brain),
    'agent.brainChanged': ({ room, brain }, { caller }) => seat(caller, room)?.brainReported(brain),
    'agent.left': () => undefined,
    'agent.stateChanged': ({ room, state, floor }, { caller }) => seat(caller, room)?.stateReported(state, floor),
    'agent.participantsChanged': ({ room, participants }, { caller }) =>
      seat(caller, room)?.participantsReported(participants),
    'agent.turnChanged': ({ room, turn }, { caller }) => seat(caller, room)?.turnReported(turn),
    'agent.turnCommitted': ({ room, turn }, { caller }) => seat(caller, room)?.committed(turn),
    'agent.turnAnswered': ({ room, turnId, text, problem }, { caller }) =>
      seat(caller, room)?.answered(turnId, text, shown(problem)),
    'agent.approvalSpoken': ({ room, id, answer }, { caller }) => {
      if (seat(caller, room)) approvals.answerAloud(room, id, answer);
    },
    'agent.problemChanged': ({ room, problem }, { caller }) => seat(caller, room)?.problemReported(shown(problem)),
  };
}
