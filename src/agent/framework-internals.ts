/**
 * Everything we use of @livekit/agents 1.9.0 and its OpenAI plugin that they do not promise to keep.
 *
 * Path: realtime-brain -> here -> the framework. test/agent/framework-internals.test.ts checks each against the pinned version.
 * 1. `AgentSession._activity.currentSpeech`: which reply is being played, so that its words get to their turn.
 * 2. `ParalellTextOutput` as a base class: `TextOutput`, which a transcription sink must extend, is not exported.
 * 3. The RealtimeSession's raw server events (`openai_server_event_received`, documented, but typed nowhere).
 * 4. A closed RealtimeSession throws away what it was to send and ends its socket at the next thing: so it is given one.
 * 5. `RealtimeSession.sendEvent`, through which everything leaves for the provider.
 * 6. The errors that leave the plugin unhandled when its socket cannot be opened: recognised by code or by the words of `ws`.
 */
import { voice } from '@livekit/agents';
import { realtime } from '@livekit/agents-plugin-openai';

/** The reply that is being generated or played now. */
export function currentSpeech(session: voice.AgentSession): voice.SpeechHandle | undefined {
  return session._activity?.currentSpeech;
}

/** Receives the assistant's words as they are generated. */
export class TextSink extends voice.ParalellTextOutput {
  readonly #onText: (text: string) => void;

  constructor(onText: (text: string) => void) {
    super([]);
    this.#onText = onText;
  }

  override captureText(text: string | voice.TimedString): Promise<void> {
    this.#onText(typeof text === 'string' ? text : text.text);
    return Promise.resolve();
  }
}

/** A server event of the Realtime API as far as we read it. */
export interface ServerEvent {
  readonly type: string;
  readonly item_id?: string;
  readonly delta?: string;
  readonly transcript?: string;
  readonly response?: {
    readonly status?: string;
    readonly metadata?: { readonly client_event_id?: string } | null;
    readonly output?: readonly { readonly type?: string }[];
    readonly status_details?: { readonly error?: { readonly code?: string; readonly type?: string } | null } | null;
  };
  readonly error?: { readonly code?: string | null; readonly type?: string; readonly event_id?: string | null };
}

/** A client event of the Realtime API as far as we read it. */
export interface ClientEvent {
  readonly type: string;
  readonly event_id?: string;
  readonly item_id?: string;
}

/** Tells what it sends, and ends with its socket, instead of keeping that until somebody speaks again. */
class OpenSession extends realtime.RealtimeSession {
  /** Not private: the base's constructor sends already. */
  readonly onSent: ((event: ClientEvent) => void) | undefined;

  constructor(model: realtime.RealtimeModel, onSent: (event: ClientEvent) => void) {
    super(model);
    this.onSent = onSent;
  }

  override sendEvent(event: Parameters<realtime.RealtimeSession['sendEvent']>[0]): void {
    this.onSent?.(event);
    super.sendEvent(event);
  }

  override async close(): Promise<void> {
    await super.close();
    await this.clearAudio();
  }
}

export interface SessionEvents {
  onSession(session: realtime.RealtimeSession): void;
  onClientEvent(event: ClientEvent): void;
  onServerEvent(event: ServerEvent): void;
}

/** The plugin's model, whose session is handed out and whose events can be listened to. */
export class OpenRealtimeModel extends realtime.RealtimeModel {
  readonly #events: SessionEvents;

  constructor(options: ConstructorParameters<typeof realtime.RealtimeModel>[0], events: SessionEvents) {
    super(options);
    this.#events = events;
  }

  override session(): realtime.RealtimeSession {
    const { onSession, onClientEvent, onServerEvent } = this.#events;
    const session = new OpenSession(this, onClientEvent);
    session.on('openai_server_event_received', onServerEvent);
    onSession(session);
    return session;
  }
}

/**
 * `no-access`: the key may not use this model, or there is none; `quota`: the account is empty; `busy`: too many requests for
 * now; `refused`: it was asked for something it does not do, and would be again; `too-long`: for more than it takes in at once.
 */
export type ProviderFailure =
  'wrong-key' | 'no-access' | 'quota' | 'busy' | 'refused' | 'too-long' | 'unreachable' | 'failed';

/** What was asked is the cause: the same is not asked again. */
export const isRefusal = (failure: string): boolean => failure === 'refused' || failure === 'too-long';

const networkCodes = new Set([
  'ECONNREFUSED',
  'ECONNRESET',
  'EHOSTUNREACH',
  'ENETUNREACH',
  'ENOTFOUND',
  'EAI_AGAIN',
  'ETIMEDOUT',
  'EPIPE',
  'CERT_HAS_EXPIRED',
  'DEPTH_ZERO_SELF_SIGNED_CERT',
  'SELF_SIGNED_CERT_IN_CHAIN',
  'UNABLE_TO_VERIFY_LEAF_SIGNATURE',
]);
const socketMessages =
  /^(WebSocket connection timeout|OpenAI Realtime API connection|WebSocket was closed before|socket hang up|generateReply timed out|Realtime session closed|Session reconnected)/;

/** A service without Realtime answers its path as any unknown one. */
const failureOfUpgrade: Readonly<Record<string, ProviderFailure>> = {
  401: 'wrong-key',
  403: 'no-access',
  404: 'no-access',
  405: 'no-access',
  429: 'busy',
};

/** What an unhandled error says of the provider; null where it is none of the provider's. */
export function toProviderFailure(thrown: unknown): ProviderFailure | null {
  if (!(thrown instanceof Error)) return null;
  const refused = /^Unexpected server response: (\d{3})/.exec(thrown.message)?.[1];
  if (refused) return failureOfUpgrade[refused] ?? 'failed';
  const code = 'code' in thrown && typeof thrown.code === 'string' ? thrown.code : '';
  if (networkCodes.has(code)) return 'unreachable';
  if ('body' in thrown) return failureOfCode(errorCodeOf(thrown.body));
  if (thrown instanceof AggregateError) return toProviderFailure(thrown.errors[0]);
  return socketMessages.test(thrown.message) ? 'unreachable' : null;
}

const noAccessCodes = new Set(['model_not_found', 'DeploymentNotFound', 'insufficient_permissions']);

/** What an error code of the Realtime API means to the person. */
export function failureOfCode(code: string): ProviderFailure {
  if (code === 'invalid_api_key' || code === 'account_deactivated') return 'wrong-key';
  if (noAccessCodes.has(code)) return 'no-access';
  if (code === 'insufficient_quota' || code === 'billing_hard_limit_reached') return 'quota';
  return code === 'rate_limit_exceeded' ? 'busy' : 'failed';
}

function errorCodeOf(body: unknown): string {
  if (typeof body !== 'object' || body === null) return '';
  if ('code' in body && typeof body.code === 'string' && body.code) return body.code;
  return 'type' in body && typeof body.type === 'string' ? body.type : '';
}
