/**
 * What the simulated provider saw and sent, for tests and the bench: keys, events, heard turns with their audio, responses with theirs.
 *
 * Always: times are epoch milliseconds with fractions of the same clock; audio is 24 kHz mono PCM16 exactly as it crossed the socket
 * (a transcription's as it was heard: resampled where it came at another rate).
 */
import type { ClientEvent } from './realtime/client-events.ts';
import type { Refusal } from './refusal.ts';
import type { ServerEvent } from './realtime/server-events.ts';
import type { Heard } from './hearing/heard.ts';
import type { CompletionRecord, SpeechRecord, TranscriptionRecord } from './rest/stage-records.ts';

/** Epoch milliseconds, monotonic within the process. */
export function nowMs(): number {
  return performance.timeOrigin + performance.now();
}

/** One committed utterance. `heard` is null until it has been listened to. */
export interface TurnRecord {
  readonly connection: number;
  readonly itemId: string;
  readonly committedAtMs: number;
  readonly pcm: Int16Array;
  heard: Heard | null;
}

/** One response. Provider time, to be taken out of a measured latency, is `hearMs + thinkMs + synthesisMs`. */
export interface ResponseRecord {
  readonly connection: number;
  readonly id: string;
  readonly createdAtMs: number;
  /** The user item it answers, or null where there was none. */
  readonly answers: string | null;
  text: string;
  readonly calls: { name: string; arguments: string }[];
  pcm: Int16Array;
  firstAudioAtMs: number | null;
  lastAudioAtMs: number | null;
  doneAtMs: number | null;
  status: 'in_progress' | 'completed' | 'cancelled' | 'failed';
  /** Waiting for the recogniser within this response. */
  hearMs: number;
  thinkMs: number;
  /** Waiting for the synthesiser before the first audio. */
  synthesisMs: number;
}

export interface EventRecord<Event> {
  /** 0 for REST. */
  readonly connection: number;
  readonly atMs: number;
  readonly event: Event;
}

/** Audio is left out of the recorded events: it is in the turns and responses. */
export type RecordedClientEvent = ClientEvent | { readonly type: 'input_audio_buffer.append'; readonly audio: '' };

/** One name per kind of thing that can be waited for. */
export interface LogEntries {
  readonly request: { readonly path: string; readonly key: string | null; readonly accepted: boolean };
  readonly clientEvent: EventRecord<RecordedClientEvent>;
  readonly serverEvent: EventRecord<ServerEvent>;
  readonly refusal: EventRecord<Refusal>;
  readonly turn: TurnRecord;
  readonly response: ResponseRecord;
  readonly transcription: TranscriptionRecord;
  readonly completion: CompletionRecord;
  readonly speech: SpeechRecord;
}

type Kind = keyof LogEntries;
type Listener = (kind: Kind, entry: LogEntries[Kind]) => void;

export class ProviderLog {
  readonly keysSeen: string[] = [];
  readonly clientEvents: EventRecord<RecordedClientEvent>[] = [];
  readonly serverEvents: EventRecord<ServerEvent>[] = [];
  readonly refusals: EventRecord<Refusal>[] = [];
  readonly turns: TurnRecord[] = [];
  readonly responses: ResponseRecord[] = [];
  readonly transcriptions: TranscriptionRecord[] = [];
  readonly completions: CompletionRecord[] = [];
  readonly speeches: SpeechRecord[] = [];
  /** Open Realtime sessions. */
  openSessions = 0;
  #listeners = new Set<Listener>();

  /** Tells the waiting that an entry is complete (`turn` once heard, `response` and REST stages once done). */
  publish<K extends Kind>(kind: K, entry: LogEntries[K]): void {
    for (const listener of [...this.#listeners]) listener(kind, entry);
  }

  /** The next entry of this kind that satisfies `accepts`, from now on. Give it a signal where it may never come. */
  next<K extends Kind>(
    kind: K,
    accepts: (entry: LogEntries[K]) => boolean = () => true,
    signal?: AbortSignal,
  ): Promise<LogEntries[K]> {
    return new Promise((resolve, reject) => {
      const stop = (): void => {
        this.#listeners.delete(listener);
        signal?.removeEventListener('abort', onAbort);
      };
      const onAbort = (): void => {
        stop();
        reject(new Error(`No such ${kind} came.`));
      };
      const listener: Listener = (seen, entry) => {
        if (seen !== kind || !accepts(entry as LogEntries[K])) return;
        stop();
        resolve(entry as LogEntries[K]);
      };
      this.#listeners.add(listener);
      signal?.addEventListener('abort', onAbort, { once: true });
    });
  }
}
