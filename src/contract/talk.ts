/**
 * A talk across the bridge: who said what, what the assistant is doing, and how a window takes part.
 */
import { z } from 'zod';
import { WireError } from './errors.ts';
import { RoomName, TurnId } from './ids.ts';
import type { EventTable, MethodTable } from './table.ts';

/** What the assistant is doing; `off`: no agent in the room, `ready`: it waits for somebody to speak. */
export const AgentState = z.enum(['off', 'starting', 'ready', 'listening', 'thinking', 'speaking']);
export type AgentState = z.infer<typeof AgentState>;

/** Whether voice alone opens a turn, or only a key. A guest's device may follow its own, by what it sends. */
export const TalkMode = z.enum(['hands-free', 'push-to-talk']);
export type TalkMode = z.infer<typeof TalkMode>;

/** Which kind of model answers in a talk. */
export const Brain = z.enum(['realtime', 'pipeline']);
export type Brain = z.infer<typeof Brain>;

/** One turn of the conversation. Sent again, whole, as it grows; `final` once its words no longer change. */
export const Turn = z.object({
  id: TurnId,
  speaker: z.object({ kind: z.enum(['person', 'assistant']), identity: z.string(), name: z.string() }),
  text: z.string(),
  final: z.boolean(),
  /** The listener spoke over it; `text` is what was played. */
  interrupted: z.boolean(),
  via: z.enum(['voice', 'typed']),
  startedAtMs: z.number(),
});
export type Turn = z.infer<typeof Turn>;

/** The talk of one room. `floor` is the identity that is being listened to. `problem` is what stands above the microphone. */
export const TalkView = z.object({
  room: RoomName,
  agent: z.object({ state: AgentState, pid: z.number().nullable() }),
  brain: Brain.nullable(),
  simulated: z.boolean(),
  mode: TalkMode,
  floor: z.string().nullable(),
  participants: z.array(z.object({ identity: z.string(), name: z.string() })),
  problem: WireError.nullable(),
  /** The LiveKit that was chosen is away; the talk runs on the owner's computer meanwhile. */
  standIn: z.boolean(),
});
export type TalkView = z.infer<typeof TalkView>;

/** What happened to the push-to-talk key; `cancel` drops the turn that is being spoken. */
export const KeyAction = z.enum(['down', 'up', 'toggle', 'cancel']);
export type KeyAction = z.infer<typeof KeyAction>;

/** A finished call of an answered turn, as `parley ask --json` prints it. */
export const AskCall = z.object({
  server: z.string(),
  tool: z.string(),
  arguments: z.unknown(),
  result: z.unknown(),
  error: z.string().nullable(),
  durationMs: z.number(),
});
export type AskCall = z.infer<typeof AskCall>;

const people = ['owner', 'talk'] as const;
const everyone = ['owner', 'talk', 'listen'] as const;
const ofRoom = z.object({ room: RoomName.optional() });

/** How people take part in a talk. A guest acts in its own room only. */
export const talkMethods = {
  /** Brings the agent in and returns what a voice client needs to join. The identity is minted here. */
  'talk.join': {
    input: z.object({ room: RoomName.optional(), name: z.string().max(64).optional() }),
    output: z.object({ livekitUrl: z.string(), token: z.string(), room: RoomName, identity: z.string() }),
    roles: everyone,
  },
  /**
   * For everybody who has not chosen their own; a guest's device chooses for itself and asks nobody. Kept in the setting
   * `talk.mode`, unless it is only `forNow` or comes from a joined device, which sets no settings.
   */
  'talk.setMode': {
    input: z.object({ room: RoomName.optional(), mode: TalkMode, forNow: z.boolean().optional() }),
    output: z.void(),
    roles: ['owner'],
  },
  /**
   * Push-to-talk of the device `identity`, or of the owner's joined voice window where none is named; a device that came by a
   * link presses its own key only. `decided`: by the shell that is asked first where there is one. @throws talk/nobody-joined
   */
  'talk.key': {
    input: z.object({
      room: RoomName.optional(),
      action: KeyAction,
      identity: z.string().optional(),
      decided: z.boolean().optional(),
    }),
    output: z.void(),
    roles: people,
  },
  /** From the desktop's voice window: a key that is down outside of the windows ended its turn in one, or with the talk. */
  'talk.keyOver': { input: ofRoom, output: z.void(), roles: ['owner'] },
  /** A typed turn; the answer arrives as events. @throws talk/too-often for a guest */
  'talk.send': {
    input: z.object({ room: RoomName.optional(), text: z.string().min(1).max(10_000) }),
    output: z.object({ turnId: TurnId }),
    roles: people,
  },
  /** A typed turn; resolves with the whole answer. @throws talk/no-answer */
  'talk.ask': {
    input: z.object({ room: RoomName.optional(), text: z.string().min(1).max(10_000) }),
    output: z.object({ answer: z.string(), calls: z.array(AskCall) }),
    roles: ['owner'],
  },
  /** Stops what the assistant is saying. */
  'talk.interrupt': { input: ofRoom, output: z.void(), roles: people },
} as const satisfies MethodTable;

/** A talk as its room's devices follow it. */
export const talkEvents = {
  'talk.changed': { state: TalkView, payload: TalkView, roles: everyone, scope: 'room' },
  /** A turn that is new or grew; the state holds the talk's latest 200, oldest first. */
  'talk.turnChanged': { state: z.array(Turn), payload: Turn, roles: everyone, scope: 'room' },
  /** The talk goes on in another LiveKit; a voice window joins again. */
  'talk.moved': { state: z.null(), payload: z.null(), roles: everyone, scope: 'room' },
  /** What a program does with the key (`parley talk`), for the shell that owns it: it decides what the voice window is told. */
  'talk.keyAsked': {
    state: z.null(),
    payload: z.object({ action: KeyAction }),
    roles: ['owner'],
    scope: 'room',
  },
  /** For the shell: what it holds down is up in the voice window. */
  'talk.keyOver': { state: z.null(), payload: z.null(), roles: ['owner'], scope: 'room' },
  /** A key pressed outside the voice window (tray, `parley talk`); whoever listens for it acts on it, nobody else listens. */
  'talk.keyPressed': {
    state: z.null(),
    payload: z.object({ action: KeyAction }),
    roles: ['owner'],
    scope: 'room',
  },
} as const satisfies EventTable;
