/**
 * Calls by model name and by hand, each made once however often it is asked for.
 *
 * Path: bridge handlers -> here -> call-tool.ts.
 * Always: an agent that replaced another and asks again finds the call its predecessor made, running or finished; a call whose
 * asker vanished goes on for a while so that it can be found; one whose asker cancels is cancelled.
 */
import { AppError } from '../../contract/index.ts';
import type { AskCall, ModelResult, ParsedInput, RoomName, ToolResult, TurnId } from '../../contract/index.ts';
import type { Handlers } from '../bridge/router.ts';
import { isGuestIdentity } from '../rooms/grants.ts';
import { callTool } from './call-tool.ts';
import type { CallOutcome, CallParts } from './call-tool.ts';
import type { Catalogue } from './catalogue.ts';

/** A replacing agent is there within 3 s; a call nobody asks for again ends after this. */
const orphanMs = 15_000;

/** How long a finished call of a turn, and one of no turn, is found again. */
const keptMs = 10 * 60_000;
const keptWithoutTurnMs = 30_000;

/** Between two looks for what can be forgotten: a look goes over everything that is kept. */
const forgetEveryMs = 1_000;

/** What the model is told of a call: of a long result little is kept. */
type Told = Pick<CallOutcome, 'id' | 'text' | 'isError'>;

interface Attempt {
  readonly outcome: Promise<Told>;
  readonly abort: AbortController;
  finishedAtMs: number | null;
  readonly keptMs: number;
  /** Cancels the end that waits for a call without an asker. */
  adopt: () => void;
}

/** What calls are made with, and where names are found. */
export interface ToolCallsOptions extends CallParts {
  readonly catalogue: Catalogue;
}

/** A call of the model's, and whether a guest's words asked for it. */
export type ModelCall = ParsedInput<'tools.call'> & { readonly isGuest: boolean };

/** Every call, by whom it was asked for and under which attempt. */
export class ToolCalls {
  readonly #options: ToolCallsOptions;
  readonly #attempts = new Map<string, Attempt>();
  #forgotAtMs = 0;

  constructor(options: ToolCallsOptions) {
    this.#options = options;
  }

  /** The model's call. Every failure is a result in words. */
  async callForModel(input: ModelCall, signal: AbortSignal): Promise<ModelResult> {
    const key = `${input.room}\n${input.attempt}`;
    this.#forgetOld();
    const attempt = this.#attempts.get(key) ?? this.#begin(key, input);
    attempt.adopt();
    const onAbort = (): void => this.#abandoned(attempt, signal.reason);
    if (signal.aborted) onAbort();
    signal.addEventListener('abort', onAbort, { once: true });
    try {
      const { id, text, isError } = await attempt.outcome;
      return { callId: id, text, isError };
    } finally {
      signal.removeEventListener('abort', onAbort);
    }
  }

  /** The owner's own call, under the same rules. @throws {AppError} what stopped it */
  async callByHand(input: ParsedInput<'mcp.call'>, device: string | null, signal: AbortSignal): Promise<ToolResult> {
    const { name, tool } = input;
    const request = {
      server: name,
      tool,
      arguments: JSON.stringify(input.arguments),
      room: null,
      device,
      isGuest: false,
      turnId: null,
    };
    this.#options.registry.server(name);
    const { result, error } = await callTool(this.#options, request, signal);
    if (error) throw error;
    return { ...result, content: [...(result?.content ?? [])] };
  }

  /** Whose function this is, or null for a name that is not on offer. */
  serverOf(modelName: string): string | null {
    return this.#options.catalogue.find(modelName)?.server ?? null;
  }

  /** What the model calls this tool; '' for one that is not on offer. */
  modelName(server: string, tool: string): string {
    return this.#options.catalogue.modelName(server, tool);
  }

  /** Finished calls of a turn, in the order they ended. */
  callsOfTurn(turnId: TurnId): readonly AskCall[] {
    return this.#options.stream.callsOfTurn(turnId);
  }

  /** What was called in this room is shown no more. */
  forget(room: RoomName): void {
    this.#options.stream.forget(room);
  }

  #begin(key: string, input: ModelCall): Attempt {
    const { catalogue, clock } = this.#options;
    const found = catalogue.find(input.name);
    const abort = new AbortController();
    const request = {
      server: found?.server ?? '',
      tool: found?.tool ?? input.name,
      arguments: input.arguments,
      room: input.room,
      device: input.device,
      isGuest: input.isGuest,
      turnId: input.turnId,
    };
    const attempt: Attempt = {
      outcome: found ? callTool(this.#options, request, abort.signal).then(toTold) : this.#unknown(input.name),
      abort,
      finishedAtMs: null,
      keptMs: input.turnId === null ? keptWithoutTurnMs : keptMs,
      adopt: () => {},
    };
    this.#attempts.set(key, attempt);
    void attempt.outcome.then(() => {
      attempt.adopt();
      attempt.finishedAtMs = clock.nowMs();
    });
    return attempt;
  }

  #unknown(name: string): Promise<Told> {
    const { catalogue, ids } = this.#options;
    const known = catalogue
      .list()
      .slice(0, 20)
      .map((tool) => tool.name);
    const text = `There is no tool "${name.slice(0, 100)}". ${known.length === 0 ? 'No tools are available now.' : `There are: ${known.join(', ')}.`}`;
    return Promise.resolve({ id: ids.id() as CallOutcome['id'], text, isError: true });
  }

  #abandoned(attempt: Attempt, reason: unknown): void {
    attempt.adopt();
    if (attempt.finishedAtMs !== null) return;
    if (reason instanceof AppError && reason.code === 'bridge/closed') {
      attempt.adopt = this.#options.clock.after(orphanMs, () => attempt.abort.abort());
    } else {
      attempt.abort.abort();
    }
  }

  #forgetOld(): void {
    const nowMs = this.#options.clock.nowMs();
    if (nowMs - this.#forgotAtMs < forgetEveryMs) return;
    this.#forgotAtMs = nowMs;
    for (const [key, attempt] of this.#attempts) {
      if (attempt.finishedAtMs !== null && nowMs - attempt.finishedAtMs > attempt.keptMs) this.#attempts.delete(key);
    }
  }
}

const toTold = ({ id, text, isError }: CallOutcome): Told => ({ id, text, isError });

/** The bridge's method for the agent's calls; `sits`: whether that process is the agent of that room. The log gets a device's name. */
export const toolHandlers = (
  calls: ToolCalls,
  sits: (processId: string, room: RoomName) => boolean,
  /** Whether the profile of that room's talk has this function. */
  mayUse: (room: RoomName, name: string) => boolean,
  nameOfDevice: (room: RoomName, identity: string) => string,
): Pick<Handlers, 'tools.call'> => ({
  'tools.call': (input, { caller, signal }) => {
    if (!sits(caller.connectionId, input.room)) {
      throw new AppError('bridge/not-allowed', `This process is not the agent of the room "${input.room}".`);
    }
    if (!mayUse(input.room, input.name)) {
      throw new AppError('mcp/unknown-tool', 'The profile that is chosen now does not have this tool.');
    }
    const device = input.device === null ? null : nameOfDevice(input.room, input.device);
    const isGuest = input.device !== null && isGuestIdentity(input.device);
    return calls.callForModel({ ...input, device, isGuest }, signal);
  },
});
