/**
 * What the log keeps of each REST request of a pipeline's stage.
 *
 * Always: a record is there from the moment the request is let in and is published once, when its answer has ended, however it ended.
 */
import type { Heard } from '../hearing/heard.ts';

export interface StageRecord {
  /** Sent as `x-request-id`. */
  readonly id: string;
  readonly receivedAtMs: number;
  /** '' until the request has been read. */
  model: string;
  /** The status that was sent; null while there is none. */
  httpStatus: number | null;
  firstByteAtMs: number | null;
  doneAtMs: number | null;
  /** `cancelled`: the client went away; `failed`: refused, or cut by a fault. */
  status: 'in_progress' | 'completed' | 'cancelled' | 'failed';
}

/** Provider time, to be taken out of a measured latency, is `hearMs`. */
export interface TranscriptionRecord extends StageRecord {
  pcm: Int16Array;
  heard: Heard | null;
  hearMs: number;
}

/** Provider time, to be taken out of a measured latency, is `thinkMs`. */
export interface CompletionRecord extends StageRecord {
  /** Names of the tools that were offered. */
  tools: readonly string[];
  /** Roles of the messages, oldest first. */
  roles: readonly string[];
  /** What was sent, whole only where `status` is `completed`. */
  text: string;
  readonly calls: { id: string; name: string; arguments: string }[];
  thinkMs: number;
}

/** Provider time, to be taken out of a measured latency, is `synthesisMs`. */
export interface SpeechRecord extends StageRecord {
  input: string;
  /** The sound that was sent. */
  pcm: Int16Array;
  lastByteAtMs: number | null;
  /** Waiting for the synthesiser before the first sound. */
  synthesisMs: number;
}

export function createStageRecord(id: string, receivedAtMs: number): StageRecord {
  return {
    id,
    receivedAtMs,
    model: '',
    httpStatus: null,
    firstByteAtMs: null,
    doneAtMs: null,
    status: 'in_progress',
  };
}
