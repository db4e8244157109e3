/**
 * P4's messages: what the bench orders of a caller, and what a caller and its host tell each other.
 */
import { startRig } from './child.ts';
import { within } from './clock.ts';
import type { LiveKit } from './livekit.ts';
import { rigFile } from './places.ts';

/** The servers every host of a gate connects to, by name; each has `echo`. */
export interface Servers {
  readonly stdio: { readonly command: string; readonly args: readonly string[] };
  readonly http: { readonly url: string };
}
export type ServerKind = keyof Servers;

/** So many calls of `echo` with a text of this size, one after the other. */
export interface CallOrder {
  readonly server: ServerKind;
  readonly sizeBytes: number;
  readonly count: number;
}

export type CallerMessage =
  | { readonly type: 'ready' }
  /** Milliseconds of each call, in order. */
  | { readonly type: 'times'; readonly callsMs: readonly number[] };

/** Between a caller and the raw SDK's host. */
export interface BareCall {
  readonly id: number;
  readonly server: ServerKind;
  readonly text: string;
}
export interface BareResult {
  readonly id: number;
  readonly text: string;
}

/** A process that calls tools through a host process, as the agent does. */
export interface Caller {
  call(order: CallOrder): Promise<readonly number[]>;
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
  await within(child.next(isReady), startLimitMs, `The start of ${file}`);
  return {
    call: async (order) => {
      const times = child.next((message): message is Of<'times'> => message.type === 'times');
      child.send(order);
      return (await within(times, batchLimitMs, 'A batch of calls')).callsMs;
    },
    close: () => child.end(),
  };
}
