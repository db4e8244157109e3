/**
 * What the user says: the audio buffer, turns that the session ends by itself, and listening to each committed utterance.
 *
 * Path: session -> here -> mind. Always: every committed utterance is listened to once, at once; its transcript follows only where asked for.
 */
import type { Heard } from '../hearing/heard.ts';
import { nowMs } from '../provider-log.ts';
import { sampleRateHz, toDurationMs } from '../speaking/pcm.ts';
import { InputAudio } from './input-audio.ts';
import { createId } from './items.ts';
import type { UserItem } from './items.ts';
import type { Detection } from './session-config.ts';
import { refuse } from './session-ports.ts';
import type { SessionPorts } from './session-ports.ts';
import { VoiceActivity } from './voice-activity.ts';

export interface InputTurnsPorts extends SessionPorts {
  readonly detection: () => Detection | null;
  readonly wantsTranscript: () => boolean;
  /** Puts a new item at the end of the conversation and returns the one before it. */
  readonly insert: (item: UserItem) => string | null;
  readonly announce: (item: UserItem) => void;
  readonly onSpeech: (detection: Detection) => void;
  readonly onTurn: (detection: Detection) => void;
}

const leastCommitMs = 100;
/** Sound kept while nobody speaks. */
const keptMs = 10_000;

export class InputTurns {
  readonly #ports: InputTurnsPorts;
  readonly #audio = new InputAudio();
  readonly #heard = new Map<string, Promise<Heard>>();
  #activity = new VoiceActivity();
  #speech: { readonly itemId: string; readonly fromSample: number } | null = null;

  constructor(ports: InputTurnsPorts) {
    this.#ports = ports;
  }

  append(samples: Int16Array): void {
    this.#audio.append(samples);
    const detection = this.#ports.detection();
    if (!detection) return;
    for (const { kind, atSample } of this.#activity.push(samples, detection)) {
      if (kind === 'started') this.#startSpeech(atSample, detection);
      else this.#stopSpeech(atSample, detection);
    }
    if (!this.#activity.speaking) this.#audio.forgetBefore(this.#audio.endSample - (keptMs / 1000) * sampleRateHz);
  }

  commit(eventId: string | undefined): void {
    const lengthMs = toDurationMs(this.#audio.length);
    if (lengthMs < leastCommitMs) {
      const message = `Error committing input audio buffer: buffer too small. Expected at least 100ms of audio, but buffer only has ${lengthMs.toFixed(2)}ms of audio.`;
      return refuse(this.#ports, { code: 'input_audio_buffer_commit_empty', message, eventId });
    }
    this.#reset();
    this.#commitItem(createId('item'), this.#audio.takeAll());
  }

  clear(): void {
    this.#reset();
    this.#audio.takeAll();
    this.#ports.send({ type: 'input_audio_buffer.cleared' });
  }

  /** What was heard of an item; undefined for one without sound. */
  heardOf(itemId: string): Promise<Heard> | undefined {
    return this.#heard.get(itemId);
  }

  forget(itemId: string): void {
    this.#heard.delete(itemId);
  }

  listen(item: UserItem, pcm: Int16Array): void {
    const { log, connection, mind, onFailure } = this.#ports;
    const record = { connection, itemId: item.id, committedAtMs: nowMs(), pcm, heard: null as Heard | null };
    log.turns.push(record);
    const listening = mind.hear(pcm);
    this.#heard.set(item.id, listening);
    listening
      .then((heard) => {
        record.heard = heard;
        if (this.#ports.wantsTranscript()) this.#transcribe(item, heard, pcm.length);
        log.publish('turn', record);
      })
      .catch(onFailure);
  }

  #reset(): void {
    this.#speech = null;
    this.#activity = new VoiceActivity(this.#audio.endSample);
  }

  #startSpeech(atSample: number, detection: Detection): void {
    const itemId = createId('item');
    const fromSample = Math.max(0, atSample - Math.round((detection.prefixMs / 1000) * sampleRateHz));
    this.#speech = { itemId, fromSample };
    const audioStartMs = Math.round(toDurationMs(fromSample));
    this.#ports.send({ type: 'input_audio_buffer.speech_started', item_id: itemId, audio_start_ms: audioStartMs });
    this.#ports.onSpeech(detection);
  }

  #stopSpeech(atSample: number, detection: Detection): void {
    if (!this.#speech) return;
    const { itemId, fromSample } = this.#speech;
    this.#speech = null;
    const audioEndMs = Math.round(toDurationMs(atSample));
    this.#ports.send({ type: 'input_audio_buffer.speech_stopped', item_id: itemId, audio_end_ms: audioEndMs });
    this.#commitItem(itemId, this.#audio.take(fromSample, atSample));
    this.#ports.onTurn(detection);
  }

  #commitItem(itemId: string, pcm: Int16Array): void {
    const content: UserItem['content'] = [{ type: 'input_audio' }];
    const item: UserItem = {
      id: itemId,
      object: 'realtime.item',
      status: 'completed',
      type: 'message',
      role: 'user',
      content,
    };
    const previous = this.#ports.insert(item);
    this.#ports.send({ type: 'input_audio_buffer.committed', item_id: itemId, previous_item_id: previous });
    this.#ports.announce(item);
    this.listen(item, pcm);
  }

  #transcribe(item: UserItem, heard: Heard, sampleCount: number): void {
    const { send } = this.#ports;
    const place = { item_id: item.id, content_index: 0 };
    const part = item.content[0];
    if (part) part.transcript = heard.transcript;
    for (const delta of heard.transcript.match(/\s*\S+/g) ?? []) {
      send({ type: 'conversation.item.input_audio_transcription.delta', ...place, delta });
    }
    send({
      type: 'conversation.item.input_audio_transcription.completed',
      ...place,
      transcript: heard.transcript,
      usage: { type: 'duration', seconds: Math.ceil(toDurationMs(sampleCount) / 1000) },
    });
  }
}
