/**
 * The catalogue as the model's functions: one toolset that follows it, every call going to the core.
 *
 * Path: catalogue event -> here -> the model; the model's call -> here -> `tools.call` -> approval, server -> back.
 * Always: a call made is a call finished: being talked over does not cancel it, only the person's word does (V5);
 * a failure is words for the model, never an exception; `attempt` is the same when a replacing agent asks again.
 */
import { createHash } from 'node:crypto';
import { llm } from '@livekit/agents';
import { AppError } from '../contract/index.ts';
import type { Bridge, CatalogueTool, HistoryItem, ModelResult, RoomName, TurnId } from '../contract/index.ts';

/** The turn a reply belongs to, by the framework's handle of that reply. */
export interface TurnOfSpeech {
  readonly turnId: TurnId;
  readonly identity: string;
}

export type ToolCallOfTurn = Extract<HistoryItem, { type: 'toolCall' }>;

export interface ToolEvents {
  onStarted(speechId: string): void;
  onEnded(speechId: string): void;
  /** A finished call, for whichever brain comes next. */
  onResult(speechId: string, call: ToolCallOfTurn): void;
  /** A result that came after its reply had been cut off, so that the framework has no place for it. */
  onLateResult(
    call: { callId: string; name: string; turn: TurnOfSpeech | null; speechId: string },
    result: { text: string; isError: boolean },
  ): void;
}

export class AgentTools {
  readonly #bridge: Bridge;
  readonly #room: RoomName;
  readonly #events: ToolEvents;
  readonly #turnOf: (speechId: string) => TurnOfSpeech | null;
  readonly #running = new Set<AbortController>();
  readonly #asked = new Map<string, number>();
  readonly #pushes = new Set<(tools: readonly llm.ToolContextEntry[]) => void>();
  #catalogue: readonly CatalogueTool[] = [];
  #servers: readonly string[] | null = null;
  #tools: readonly llm.ToolContextEntry[] = [];

  constructor(options: {
    bridge: Bridge;
    room: RoomName;
    events: ToolEvents;
    turnOf: (speechId: string) => TurnOfSpeech | null;
  }) {
    this.#bridge = options.bridge;
    this.#room = options.room;
    this.#events = options.events;
    this.#turnOf = options.turnOf;
  }

  /** The functions for one session; they follow the catalogue. */
  createToolset(): llm.Toolset {
    return llm.Toolset.create({
      id: 'catalogue',
      // From the start: the framework drops calls of unknown functions from the history it is given.
      tools: [...this.#tools],
      setup: ({ updateTools }) => {
        this.#pushes.add(updateTools);
        // One brain answers and another one may be getting ready; older ones are closed.
        for (const push of [...this.#pushes].slice(0, -2)) this.#pushes.delete(push);
        updateTools(this.#tools);
        return Promise.resolve();
      },
    });
  }

  /** Another brain asks the open turns again: the same calls get the same names, so that none is made twice. */
  forgetAttempts(): void {
    this.#asked.clear();
  }

  /** The tools of the next reply on. */
  setCatalogue(catalogue: readonly CatalogueTool[]): void {
    this.#catalogue = catalogue;
    this.#offer();
  }

  /** The servers whose tools the next replies have; null: all. */
  setServers(servers: readonly string[] | null): void {
    this.#servers = servers;
    this.#offer();
  }

  /** The person said stop: running calls are cancelled at their servers. */
  cancelAll(): void {
    for (const abort of this.#running) abort.abort();
  }

  #offer(): void {
    const servers = this.#servers;
    const offered = this.#catalogue.filter(({ server }) => servers === null || servers.includes(server));
    this.#tools = offered.map((tool) => this.#functionOf(tool));
    for (const push of this.#pushes) push(this.#tools);
  }

  #functionOf(tool: CatalogueTool): llm.ToolContextEntry {
    return llm.tool({
      name: tool.name,
      description: tool.description,
      parameters: tool.parameters,
      execute: (args, { ctx, toolCallId, abortSignal }) =>
        this.#execute(tool.name, JSON.stringify(args), ctx.speechHandle.id, toolCallId, abortSignal),
    });
  }

  async #execute(name: string, args: string, speechId: string, callId: string, cutOff: AbortSignal): Promise<string> {
    const turn = this.#turnOf(speechId);
    this.#events.onStarted(speechId);
    const result = await this.#call(name, args, turn);
    this.#events.onResult(speechId, {
      type: 'toolCall',
      name,
      arguments: args,
      result: result.text,
      isError: result.isError,
    });
    this.#events.onEnded(speechId);
    if (cutOff.aborted) this.#events.onLateResult({ callId, name, turn, speechId }, result);
    if (result.isError) throw new llm.ToolError(result.text);
    return result.text;
  }

  async #call(name: string, args: string, turn: TurnOfSpeech | null): Promise<{ text: string; isError: boolean }> {
    const abort = new AbortController();
    this.#running.add(abort);
    const input = {
      room: this.#room,
      name,
      arguments: args,
      turnId: turn?.turnId ?? null,
      attempt: this.#attempt(turn?.turnId ?? 'none', name, args),
      device: turn?.identity ?? null,
    };
    try {
      const result: ModelResult = await this.#bridge.invoke('tools.call', input, { signal: abort.signal });
      return result;
    } catch (error) {
      return { text: error instanceof AppError ? error.message : 'The tool could not be called.', isError: true };
    } finally {
      this.#running.delete(abort);
    }
  }

  /** The same question about the same thing in the same turn gives the same name, in whatever process it is asked. */
  #attempt(turnId: string, name: string, args: string): string {
    const hash = createHash('sha256').update(`${turnId}\n${name}\n${args}`).digest('hex').slice(0, 32);
    const count = (this.#asked.get(hash) ?? 0) + 1;
    this.#asked.set(hash, count);
    return `${hash}-${count}`;
  }
}
