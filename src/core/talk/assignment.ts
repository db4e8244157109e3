/**
 * What an agent is told when it is sent into the room. Pure.
 *
 * Path: talk.ts -> here -> the agent's `join`.
 * Always: a turn that is asked anew is no part of its history; only a talk that begins is greeted.
 */
import type {
  AskCall,
  Assignment,
  HistoryItem,
  RoomName,
  Settings,
  TalkView,
  TurnId,
  UnansweredTurn,
} from '../../contract/index.ts';
import { greetingOf } from './persona.ts';
import type { Admission } from './seat.ts';
import type { Standing } from './standing-orders.ts';
import type { Transcript } from './transcript.ts';

/** The talk as the agent finds it. */
export interface TalkAsFound {
  readonly room: RoomName;
  readonly settings: Settings;
  readonly standing: Standing;
  readonly transcript: Pick<Transcript, 'history'>;
  readonly unanswered: UnansweredTurn | null;
  /** That turn, and those that the agent is given once it is in. */
  readonly waiting: ReadonlySet<TurnId>;
  readonly participants: TalkView['participants'];
  callsOf(turn: TurnId): readonly AskCall[];
  /** What the model calls this tool; '' for one that is not on offer. */
  modelName(server: string, tool: string): string;
}

/** Longest tool result that is repeated to a replacing agent, characters. */
const historyResultLength = 4_000;

/** What goes with `join`. */
export function toAssignment(admission: Admission, talk: TalkAsFound): Assignment {
  const { room, settings, standing, transcript, unanswered, waiting, participants } = talk;
  const callsOf = (turn: TurnId): HistoryItem[] =>
    talk.callsOf(turn).map((call) => toToolCall(call, talk.modelName(call.server, call.tool)));
  const history = transcript.history(callsOf, waiting);
  // Whoever is there already was greeted by the agent before.
  const isNew = history.length === 0 && unanswered === null && participants.length === 0;
  return { room, ...admission, greeting: isNew ? greetingOf(settings) : '', ...standing, history, unanswered };
}

/** Under the name the model knows: one it does not know is dropped with its result. */
const toToolCall = (call: AskCall, modelName: string): HistoryItem => ({
  type: 'toolCall',
  name: modelName || `${call.server}__${call.tool}`,
  arguments: JSON.stringify(call.arguments),
  result: (call.error ?? JSON.stringify(call.result)).slice(0, historyResultLength),
  isError: call.error !== null,
});
