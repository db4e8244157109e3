/**
 * Between the core and an agent process: what the core orders, what the agent reports.
 *
 * The agent is a bridge client of role `agent` on its own process channel. Its provider key does not come this way:
 * it arrives as the channel's first message (`AgentHello`), before the bridge speaks.
 */
import { z } from 'zod';
import { Persona } from './assistant.ts';
import { WireError } from './errors.ts';
import { CallId, RoomName, TurnId } from './ids.ts';
import { BrainSetting } from './settings.ts';
import { AgentState, Brain, KeyAction, TalkMode, Turn } from './talk.ts';
import type { EventTable, MethodTable } from './table.ts';

const StageAccess = z.object({ baseUrl: z.url(), apiKey: z.string(), model: z.string() });

/** Where each stage of the second brain (speech to text, text to text, text to speech) is asked, and with which key. */
export const PipelineAccess = z.object({
  transcription: StageAccess,
  completion: StageAccess,
  speech: StageAccess.extend({ voice: z.string(), format: z.enum(['pcm', 'wav']).default('pcm') }),
});
export type PipelineAccess = z.infer<typeof PipelineAccess>;

/** First message on the agent's channel, sent again when a key or the provider changes. */
export const AgentHello = z.object({
  hello: z.object({
    /** The Realtime model's access; `pipeline` that of the second brain, and `brain` which of the two may answer. */
    provider: z.object({
      baseUrl: z.url(),
      apiKey: z.string(),
      model: z.string(),
      voice: z.string(),
      brain: BrainSetting,
      pipeline: PipelineAccess,
    }),
    logLevel: z.enum(['debug', 'info', 'warn', 'error']),
  }),
});
export type AgentHello = z.infer<typeof AgentHello>;

/** What was said so far, as a new or replacing agent needs it; oldest first. */
export const HistoryItem = z.discriminatedUnion('type', [
  z.object({
    type: z.literal('message'),
    role: z.enum(['user', 'assistant']),
    text: z.string(),
    /** The name of the guest who said it; left out for the owner and the assistant. */
    speaker: z.string().exactOptional(),
  }),
  z.object({
    type: z.literal('toolCall'),
    name: z.string(),
    arguments: z.string(),
    result: z.string(),
    isError: z.boolean(),
  }),
]);
export type HistoryItem = z.infer<typeof HistoryItem>;

/** A committed turn that no answer came to. `audio` is PCM16 mono 24 kHz in base64 (at most 30 s); `text` a typed one. */
export const UnansweredTurn = z.object({
  turnId: TurnId,
  identity: z.string(),
  audio: z.string().max(4_000_000).nullable(),
  text: z.string().nullable(),
  /** When it began, epoch ms: the agent that is given it in another's place shows its words and answers the oldest first. */
  startedAtMs: z.number(),
});
export type UnansweredTurn = z.infer<typeof UnansweredTurn>;

/** What the agent needs to enter a room. `room` names the talk in every report that follows. */
export const Assignment = z.object({
  room: RoomName,
  livekitUrl: z.string(),
  token: z.string(),
  persona: Persona,
  /** Said when somebody is there, or ''. */
  greeting: z.string(),
  mode: TalkMode,
  history: z.array(HistoryItem),
  unanswered: UnansweredTurn.nullable(),
});
export type Assignment = z.infer<typeof Assignment>;

/** A tool call that waits for its owner's approval. */
export const AwaitedCall = z.object({
  id: CallId,
  server: z.string(),
  tool: z.string(),
  /** The owner may answer with their own voice; where not, its arguments have to be seen. */
  byVoice: z.boolean(),
});
export type AwaitedCall = z.infer<typeof AwaitedCall>;

/** What the core orders of an agent process that is warm or in a room. */
export const AgentCommand = z.discriminatedUnion('type', [
  z.object({ type: z.literal('join'), assignment: Assignment }),
  z.object({ type: z.literal('leave') }),
  /** One that waited before this agent came in: asked when those before it are answered. */
  z.object({ type: z.literal('unansweredTurn'), turn: UnansweredTurn }),
  z.object({ type: z.literal('typedTurn'), turnId: TurnId, identity: z.string(), text: z.string() }),
  z.object({ type: z.literal('key'), identity: z.string(), action: KeyAction }),
  z.object({ type: z.literal('setMode'), mode: TalkMode }),
  /** Followed from the next turn on. */
  z.object({ type: z.literal('setPersona'), persona: Persona }),
  z.object({ type: z.literal('interrupt') }),
  /** The call of this talk that its owner is asked about; null: none any more. */
  z.object({ type: z.literal('setAwaited'), call: AwaitedCall.nullable() }),
]);
export type AgentCommand = z.infer<typeof AgentCommand>;

const report = z.object({ room: RoomName });
const agentOnly = ['agent'] as const;

/** What an agent process reports. Reports about a talk count only from the process that sits in it. */
export const agentMethods = {
  /** Once per process: imports are loaded and it waits for `join`. */
  'agent.warm': { input: z.object({ pid: z.number().int() }), output: z.void(), roles: agentOnly },
  /** It is in the room, its model session is up, it can hear. */
  'agent.joined': { input: report.extend({ brain: Brain }), output: z.void(), roles: agentOnly },
  /** Another brain answers from here on. */
  'agent.brainChanged': { input: report.extend({ brain: Brain }), output: z.void(), roles: agentOnly },
  'agent.left': { input: report, output: z.void(), roles: agentOnly },
  /** Every second, also while warm; its absence gets the process replaced. */
  'agent.heartbeat': { input: z.void(), output: z.void(), roles: agentOnly },
  'agent.stateChanged': {
    input: report.extend({ state: AgentState, floor: z.string().nullable() }),
    output: z.void(),
    roles: agentOnly,
  },
  /** People in the room, without agents; the core decides from it when the agent may go. */
  'agent.participantsChanged': {
    input: report.extend({ participants: z.array(z.object({ identity: z.string(), name: z.string() })) }),
    output: z.void(),
    roles: agentOnly,
  },
  /** A turn that is new or grew, of a person or of the assistant. */
  'agent.turnChanged': { input: report.extend({ turn: Turn }), output: z.void(), roles: agentOnly },
  /** A person's turn was committed and now waits for an answer; kept by the host until `agent.turnAnswered`. */
  'agent.turnCommitted': { input: report.extend({ turn: UnansweredTurn }), output: z.void(), roles: agentOnly },
  /**
   * The answer to a committed turn has ended (spoken or cut off); `text` is the whole answer so far as it was played. `problem`:
   * why there is none nor will be; null: there is, or it was stopped.
   */
  'agent.turnAnswered': {
    input: report.extend({ turnId: TurnId, text: z.string(), problem: WireError.nullable().default(null) }),
    output: z.void(),
    roles: agentOnly,
  },
  /** The owner's own voice, in a turn that began after the call was told, allowed it this once or denied it. */
  'agent.approvalSpoken': {
    input: report.extend({ id: CallId, answer: z.enum(['once', 'deny']) }),
    output: z.void(),
    roles: agentOnly,
  },
  /** What stands in the way, for the person to see; null when it is over. */
  'agent.problemChanged': {
    input: report.extend({ problem: WireError.nullable() }),
    output: z.void(),
    roles: agentOnly,
  },
} as const satisfies MethodTable;

/** How orders reach an agent process. */
export const agentEvents = {
  /** Orders to one agent process, in order, none lost. */
  'agent.commanded': { state: z.null(), payload: AgentCommand, roles: agentOnly, scope: 'connection' },
} as const satisfies EventTable;
