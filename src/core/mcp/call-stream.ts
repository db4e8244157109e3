/**
 * Calls as everybody sees them: the room's stream, the log, and the calls of a turn.
 *
 * Path: call-tool.ts tells each step -> here -> event `tools.callChanged`; history/call-history.ts takes the records.
 * Always: each call enters the log once, when it ends; the stream keeps a room's latest 200 and shows guests no secret,
 * and who of them comes half an hour after the latest call, none; of earlier turns it keeps what a replacing agent is told.
 */
import { isRunning } from '../../contract/index.ts';
import type { AskCall, CallRecord, CallView, RoomName, TurnId } from '../../contract/index.ts';
import { beginningOf } from '../beginning.ts';
import type { EventHub } from '../bridge/event-hub.ts';
import { isConversationOver } from '../history/conversations.ts';
import type { CallLog, Clock } from '../ports.ts';
import { cut } from './model-text.ts';

const viewsPerRoom = 200;
const turnsKept = 200;
/** Of so many turns, calls are kept whole: who asked is told of them with the answer. */
const turnsKeptWhole = 4;

/** Arguments and results are shown whole up to this many characters. */
export const shownLimit = 4_096;

/** Shows calls to their room, hands them to the log, and keeps those of recent turns. */
export class CallStream {
  readonly #hub: EventHub;
  readonly #log: CallLog;
  readonly #withoutSecrets: (text: string) => string;
  readonly #views = new Map<RoomName, Map<string, CallView>>();
  readonly #byTurn = new Map<TurnId, AskCall[]>();
  /** Calls that ran when their room's were forgotten. */
  readonly #hidden = new Set<string>();

  constructor(options: { hub: EventHub; log: CallLog; clock: Clock; withoutSecrets(text: string): string }) {
    this.#hub = options.hub;
    this.#log = options.log;
    this.#withoutSecrets = (text) => options.withoutSecrets(text);
    this.#hub.provide('tools.callChanged', (caller) => {
      const views = [...(this.#views.get(caller.room)?.values() ?? [])];
      const latestMs = Math.max(...views.map(({ startedAtMs }) => startedAtMs));
      const isOver = isConversationOver(latestMs, options.clock.nowMs());
      return isOver && caller.role !== 'owner' ? [] : views;
    });
  }

  /** A call without a room is only logged. */
  show(room: RoomName | null, view: CallView): void {
    if (room === null) return;
    if (this.#hidden.has(view.id)) {
      if (!isRunning(view.status)) this.#hidden.delete(view.id);
      return;
    }
    const views = this.#views.get(room) ?? new Map<string, CallView>();
    this.#views.set(room, views);
    const shown = {
      ...view,
      arguments: views.get(view.id)?.arguments ?? this.shown(view.arguments),
      result: view.result === null ? null : this.shown(view.result),
      error: view.error === null ? null : this.shown(view.error),
    };
    views.set(view.id, shown);
    const [oldest] = views.keys();
    if (views.size > viewsPerRoom && oldest !== undefined) views.delete(oldest);
    this.#hub.publish('tools.callChanged', room, shown);
  }

  /** Nobody is shown the room's calls any more, nor the end of one that runs. */
  forget(room: RoomName): void {
    for (const view of this.#views.get(room)?.values() ?? []) if (isRunning(view.status)) this.#hidden.add(view.id);
    this.#views.delete(room);
    this.#hub.restate('tools.callChanged', room);
  }

  /** Without secrets, then cut: cut first, half a secret would be left that nothing recognises. */
  shown(text: string): string {
    return cut(this.#withoutSecrets(text), shownLimit);
  }

  record(record: CallRecord, turnId: TurnId | null): void {
    if (turnId !== null) this.#remember(turnId, record);
    this.#log.append(record);
  }

  /** In the order they ended. */
  callsOfTurn(turnId: TurnId): readonly AskCall[] {
    return this.#byTurn.get(turnId) ?? [];
  }

  #remember(turnId: TurnId, record: CallRecord): void {
    const { server, tool, arguments: args, result, error, durationMs } = record;
    const calls = this.#byTurn.get(turnId) ?? [];
    this.#byTurn.set(turnId, [...calls, { server, tool, arguments: args, result, error, durationMs }]);
    const [oldest] = this.#byTurn.keys();
    if (this.#byTurn.size > turnsKept && oldest !== undefined) this.#byTurn.delete(oldest);
    const earlier = calls.length === 0 ? [...this.#byTurn.keys()].at(-1 - turnsKeptWhole) : undefined;
    if (earlier !== undefined) this.#byTurn.set(earlier, this.callsOfTurn(earlier).map(shortened));
  }
}

/** The call with the beginning of what is long in it; arguments stay an object, as a model's are. */
const shortened = (call: AskCall): AskCall => ({
  ...call,
  arguments: shortenedValue(call.arguments, (beginning) => ({ '': beginning })),
  result: shortenedValue(call.result, (beginning) => beginning),
});

/** What is short as it is; of the rest the beginning of its JSON, as `wrap` has it. */
function shortenedValue(value: unknown, wrap: (beginning: string) => unknown): unknown {
  const json = JSON.stringify(value) ?? '';
  return json.length > shownLimit ? wrap(`${beginningOf(json, shownLimit)}…`) : value;
}
