/**
 * The core's end of an agent's channel, scripted: records reports, sends commands, answers tool calls.
 */
import type {
  AgentCommand,
  CatalogueTool,
  Caller,
  EventMessage,
  EventName,
  MethodInput,
  ModelResult,
} from '../../../src/contract/index.ts';
import { methods, toWireError, RoomName } from '../../../src/contract/index.ts';
import type { AgentChannel } from '../../../src/core/ports.ts';
import { createProcessChannel } from '../../../src/wire/carriers/process.ts';
import { serveBridge } from '../../../src/wire/server.ts';

export type ToolCall = MethodInput<'tools.call'>;
export type RunTool = (call: ToolCall, signal: AbortSignal) => Promise<ModelResult> | ModelResult;

export interface Report {
  readonly method: string;
  readonly input: unknown;
  readonly atMs: number;
}

type AnyListener = (message: EventMessage<EventName>) => void;

export class ScriptedCore {
  readonly reports: Report[] = [];
  readonly calls: ToolCall[] = [];
  readonly #listeners = new Map<string, AnyListener>();
  readonly #waiting = new Set<() => void>();
  readonly #runTool: RunTool;
  #catalogue: readonly CatalogueTool[];
  #seq = 0;

  constructor(channel: AgentChannel, options: { catalogue?: readonly CatalogueTool[]; runTool?: RunTool } = {}) {
    this.#catalogue = options.catalogue ?? [];
    this.#runTool =
      options.runTool ??
      ((call) => ({ callId: call.attempt.slice(0, 64) as ModelResult['callId'], text: 'done', isError: false }));
    const caller: Caller = {
      connectionId: String(channel.pid),
      role: 'agent',
      room: RoomName.parse('main'),
      identity: null,
    };
    const port = {
      send: (message: unknown) => channel.send(message),
      onMessage: (listener: (message: unknown) => void) => channel.onMessage(listener),
      onClose: (listener: () => void) => channel.onExit(listener),
      close: () => channel.kill(),
    };
    serveBridge(createProcessChannel(port), caller, {
      dispatch: (_caller, method, input, signal) => this.#dispatch(method, input, signal),
      describe: (_method, error) => toWireError(error),
      allows: (event): event is EventName => event === 'agent.commanded' || event === 'tools.catalogueChanged',
      state: (event) =>
        ({
          type: 'state',
          seq: this.#seq,
          state: event === 'tools.catalogueChanged' ? this.#catalogue : null,
        }) as EventMessage<EventName>,
      listen: (event, _caller, listener) => {
        this.#listeners.set(event, listener);
        return () => void this.#listeners.delete(event);
      },
    });
  }

  command(payload: AgentCommand): void {
    this.#publish('agent.commanded', payload);
  }

  setCatalogue(catalogue: readonly CatalogueTool[]): void {
    this.#catalogue = catalogue;
    this.#publish('tools.catalogueChanged', catalogue);
  }

  /** The first report of `method`, past or coming, whose input fits. */
  async reported<T = Record<string, unknown>>(method: string, fits: (input: T) => boolean = () => true): Promise<T> {
    const report = await this.until(() => this.reports.find((one) => one.method === method && fits(one.input as T)));
    return report.input as T;
  }

  all<T = Record<string, unknown>>(method: string): T[] {
    return this.reports.filter((report) => report.method === method).map((report) => report.input as T);
  }

  until<T>(find: () => T | undefined): Promise<T> {
    return new Promise((resolve) => {
      const look = (): void => {
        const found = find();
        if (found === undefined) return;
        this.#waiting.delete(look);
        resolve(found);
      };
      this.#waiting.add(look);
      look();
    });
  }

  async #dispatch(method: string, raw: unknown, signal: AbortSignal): Promise<unknown> {
    const input: unknown = methods[method as keyof typeof methods].input.parse(raw ?? undefined);
    if (method !== 'agent.heartbeat') this.reports.push({ method, input, atMs: Date.now() });
    if (method === 'tools.call') this.calls.push(input as ToolCall);
    for (const look of [...this.#waiting]) look();
    if (method !== 'tools.call') return null;
    return this.#runTool(input as ToolCall, signal);
  }

  #publish(event: EventName, payload: unknown): void {
    this.#seq += 1;
    this.#listeners.get(event)?.({ type: 'event', seq: this.#seq, payload } as EventMessage<EventName>);
  }
}
