/**
 * Messages of P4 and P12: what the bench orders of a caller, and what a caller and its host tell each other.
 */
import { startRig } from './child.ts';
import { within } from './clock.ts';
import type { LiveKit } from './livekit.ts';
import { rigFile } from './places.ts';

/** The servers a host connects to, by name: a program or an address. */
export type Servers = Readonly<
  Record<string, { readonly command: string; readonly args: readonly string[] } | { readonly url: string }>
>;

/** So many calls of a tool with a text of this size, one after the other. */
export interface CallOrder {
  readonly server: string;
  readonly tool: string;
  readonly sizeBytes: number;
  readonly count: number;
  /** Also how late the host's event loop was meanwhile; ours only. */
  readonly watchLoop?: boolean;
}

export interface LoopDelay {
  readonly p99: number;
  readonly max: number;
}

/** Milliseconds of each call, in order. */
export interface CallTimes {
  readonly callsMs: readonly number[];
  readonly loopMs: LoopDelay | null;
}

export type CallerMessage =
  { readonly type: 'ready'; readonly hostPid: number } | ({ readonly type: 'times' } & CallTimes);

/** Between a caller and the raw SDK's host. */
export interface BareCall {
  readonly id: number;
  readonly server: string;
  readonly tool: string;
  readonly text: string;
}
export interface BareResult {
  readonly id: number;
  readonly text: string;
}

/** A process that calls tools through a host process, as the agent does. */
export interface Caller {
  readonly hostPid: number;
  call(order: CallOrder): Promise<CallTimes>;
  close(): Promise<void>;
}

type Of<Type extends CallerMessage['type']> = Extract<CallerMessage, { type: Type }>;

const startLimitMs = 30_000;
const batchLimitMs = 30_000;

/** Ours: a host with the caller in its agent's place; it finds the LiveKit of the bench. */
export const startParleyCaller = (servers: Servers, { access }: LiveKit): Promise<Caller> =>
  startCaller('parley-call-host.ts', servers, {
    LIVEKIT_URL: access.url,
    LIVEKIT_API_KEY: access.apiKey,
    LIVEKIT_API_SECRET: access.apiSecret,
  });

/** The peer: a caller with the SDK's client in a process of its own. */
export const startRawCaller = (servers: Servers): Promise<Caller> => startCaller('raw-caller-process.ts', servers, {});

async function startCaller(file: string, servers: Servers, environment: NodeJS.ProcessEnv): Promise<Caller> {
  const child = startRig<CallerMessage>(rigFile(file), [JSON.stringify(servers)], environment);
  const isReady = (message: CallerMessage): message is Of<'ready'> => message.type === 'ready';
  const { hostPid } = await within(child.next(isReady), startLimitMs, `The start of ${file}`);
  return {
    hostPid,
    call: async (order) => {
      const times = child.next((message): message is Of<'times'> => message.type === 'times');
      child.send(order);
      return within(times, batchLimitMs, 'A batch of calls');
    },
    close: () => child.end(),
  };
}
