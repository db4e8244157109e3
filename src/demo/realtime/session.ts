/**
 * One Realtime session: takes parsed client events, keeps configuration, audio buffer, conversation and the running response.
 *
 * Path: connection -> here -> respond. Sockets and time stay outside, behind the ports.
 * Always: events are handled in the order they came; one response of the conversation runs at a time; bad input changes nothing.
 */
import type { Faults } from '../faults.ts';
import { toServiceError } from '../faults.ts';
import type { Heard } from '../hearing/heard.ts';
import type { Mind } from '../mind.ts';
import { nowMs } from '../provider-log.ts';
import type { ProviderLog, ResponseRecord } from '../provider-log.ts';
import { fromBase64, toDurationMs, sampleRateHz } from '../speaking/pcm.ts';
import type { ClientEvent, NewItem, ResponseRequest } from './client-events.ts';
import { createOutput } from './emit-output.ts';
import type { Pace } from './emit-output.ts';
import { InputAudio } from './input-audio.ts';
import { Conversation, createId, toItem } from './items.ts';
import type { UserItem } from './items.ts';
import { runResponse } from './respond.ts';
import type { ServerEventBody, SessionBody } from './server-events.ts';
import { createSessionBody, toDetection, updateSessionBody } from './session-config.ts';
import { findOpenTurn } from './turn.ts';
import { VoiceActivity } from './voice-activity.ts';

export interface SessionPorts {
  readonly connection: number;
  readonly model: string;
  readonly mind: Mind;
  readonly log: ProviderLog;
  readonly pace: Pace;
  readonly semanticSilenceMs: number;
  readonly thinkingMs: () => number;
  readonly faults: () => Faults;
  readonly send: (body: ServerEventBody) => void;
  readonly dropSocket: () => void;
  readonly onFailure: (error: unknown) => void;
}

interface Running {
  readonly id: string;
  readonly abort: AbortController;
  reason: 'turn_detected' | 'client_cancelled';
}

const leastCommitMs = 100;

export class RealtimeSession {
  readonly #ports: SessionPorts;
  readonly #conversation = new Conversation();
  readonly #audio = new InputAudio();
  readonly #heard = new Map<string, Promise<Heard>>();
  readonly #spokenSamples = new Map<string, number>();
  readonly #outside = new Set<Running>();
  readonly #conversationId = createId('conv');
  #activity = new VoiceActivity();
  #body: SessionBody;
  #running: Running | null = null;
  #speechStart: { readonly itemId: string; readonly fromSample: number } | null = null;

  constructor(ports: SessionPorts) {
    this.#ports = ports;
    this.#body = createSessionBody(createId('sess'), ports.model, nowMs());
    ports.send({ type: 'session.created', session: this.#body });
  }

  handle(event: ClientEvent): void {
    switch (event.type) {
      case 'session.update':
        this.#body = updateSessionBody(this.#body, event.session);
        return this.#ports.send({ type: 'session.updated', session: this.#body });
      case 'input_audio_buffer.append':
        return this.#append(fromBase64(event.audio));
      case 'input_audio_buffer.commit':
        return this.#commitByClient(event.event_id);
      case 'input_audio_buffer.clear':
        this.#audio.takeAll();
        this.#speechStart = null;
        return this.#ports.send({ type: 'input_audio_buffer.cleared' });
      case 'response.create':
        return this.#createResponse(event.response ?? {}, event.event_id);
      case 'response.cancel':
        return this.#cancelByClient(event.response_id, event.event_id);
      case 'conversation.item.create':
        return this.#createItem(event.item, event.previous_item_id, event.event_id);
      case 'conversation.item.retrieve':
      case 'conversation.item.delete':
      case 'conversation.item.truncate':
        return this.#changeItem(event);
    }
  }

  /** Ends what runs; nothing is sent any more. */
  close(): void {
    for (const running of [this.#running, ...this.#outside]) running?.abort.abort();
  }

  #append(samples: Int16Array): void {
    this.#audio.append(samples);
    const detection = toDetection(this.#body.audio?.input?.turn_detection, this.#ports.semanticSilenceMs);
    if (!detection) return;
    const prefixSamples = Math.round((detection.prefixMs / 1000) * sampleRateHz);
    for (const { kind, atSample } of this.#activity.push(samples, detection)) {
      if (kind === 'started') {
        const itemId = createId('item');
        const fromSample = Math.max(0, atSample - prefixSamples);
        this.#speechStart = { itemId, fromSample };
        const audioStartMs = Math.round(toDurationMs(fromSample));
        this.#ports.send({ type: 'input_audio_buffer.speech_started', item_id: itemId, audio_start_ms: audioStartMs });
        if (detection.interruptResponse) this.#cancel(this.#running, 'turn_detected');
      } else {
        const { itemId, fromSample } = this.#speechStart ?? { itemId: createId('item'), fromSample: 0 };
        this.#speechStart = null;
        const audioEndMs = Math.round(toDurationMs(atSample));
        this.#ports.send({ type: 'input_audio_buffer.speech_stopped', item_id: itemId, audio_end_ms: audioEndMs });
        this.#commit(itemId, this.#audio.take(fromSample, atSample));
        if (detection.createResponse) this.#startWhenFree();
      }
    }
    if (!this.#activity.speaking) this.#audio.forgetBefore(this.#audio.endSample - 10 * sampleRateHz);
  }

  #commitByClient(eventId: string | undefined): void {
    const lengthMs = toDurationMs(this.#audio.length);
    if (lengthMs < leastCommitMs) {
      const message = `Error committing input audio buffer: buffer too small. Expected at least 100ms of audio, but buffer only has ${lengthMs.toFixed(2)}ms of audio.`;
      return this.#refuse('input_audio_buffer_commit_empty', message, null, eventId);
    }
    this.#speechStart = null;
    this.#activity = new VoiceActivity(this.#audio.endSample);
    this.#commit(createId('item'), this.#audio.takeAll());
  }

  #commit(itemId: string, pcm: Int16Array): void {
    const item: UserItem = {
      id: itemId,
      object: 'realtime.item',
      status: 'completed',
      type: 'message',
      role: 'user',
      content: [{ type: 'input_audio' }],
    };
    this.#conversation.insert(item);
    const previous = this.#conversation.previousOf(itemId);
    this.#ports.send({ type: 'input_audio_buffer.committed', item_id: itemId, previous_item_id: previous });
    this.#announce(item);
    this.#listen(item, pcm);
  }

  #listen(item: UserItem, pcm: Int16Array): void {
    const { log, connection, mind, onFailure } = this.#ports;
    const record = { connection, itemId: item.id, committedAtMs: nowMs(), pcm, heard: null as Heard | null };
    log.turns.push(record);
    const listening = mind.hear(pcm);
    this.#heard.set(item.id, listening);
    listening.then((heard) => {
      record.heard = heard;
      this.#transcribe(item, heard, pcm.length);
      log.publish('turn', record);
    }, onFailure);
  }

  #transcribe(item: UserItem, heard: Heard, sampleCount: number): void {
    if (!this.#body.audio?.input?.transcription) return;
    const place = { item_id: item.id, content_index: 0 };
    const part = item.content[0];
    if (part) part.transcript = heard.transcript;
    const deltas = heard.transcript.match(/\s*\S+/g) ?? [];
    for (const delta of deltas) this.#ports.send({ type: 'conversation.item.input_audio_transcription.delta', ...place, delta });
    this.#ports.send({
      type: 'conversation.item.input_audio_transcription.completed',
      ...place,
      transcript: heard.transcript,
      usage: { type: 'duration', seconds: Math.ceil(toDurationMs(sampleCount) / 1000) },
    });
  }

  #announce(item: UserItem | ReturnType<typeof toItem>): void {
    const previous = this.#conversation.previousOf(item.id);
    const copy = structuredClone(item);
    this.#ports.send({ type: 'conversation.item.added', previous_item_id: previous, item: copy });
    this.#ports.send({ type: 'conversation.item.done', previous_item_id: previous, item: copy });
  }

  #createItem(created: NewItem, previousId: string | undefined, eventId: string | undefined): void {
    const item = toItem(created);
    if (this.#conversation.find(item.id)) {
      return this.#refuse('invalid_value', `Error adding item: an item with id '${item.id}' already exists.`, 'item.id', eventId);
    }
    if (item.type === 'function_call_output' && !this.#hasCall(item.call_id)) {
      return this.#refuse('invalid_tool_call_id', `Tool call ID '${item.call_id}' not found in conversation.`, 'item.call_id', eventId);
    }
    if (!this.#conversation.insert(item, previousId)) {
      const message = `Error adding item: the previous item with id '${previousId ?? ''}' does not exist.`;
      return this.#refuse('item_create_invalid_previous_item_id', message, 'previous_item_id', eventId);
    }
    this.#keepAudio(item);
    this.#announce(item);
  }

  #hasCall(callId: string): boolean {
    return this.#conversation.items.some((item) => item.type === 'function_call' && item.call_id === callId);
  }

  /** Sound inside a created user item is listened to, and not shown back. */
  #keepAudio(item: ReturnType<typeof toItem>): void {
    if (item.type !== 'message' || item.role !== 'user') return;
    const sound = item.content.find((part) => part.type === 'input_audio' && part.audio);
    if (!sound?.audio) return;
    const pcm = fromBase64(sound.audio);
    delete sound.audio;
    this.#listen(item, pcm);
  }

  #changeItem(event: Extract<ClientEvent, { item_id: string }>): void {
    const item = this.#conversation.find(event.item_id);
    const verb = event.type.split('.').at(-1) ?? '';
    if (!item) {
      const message = `Error on item ${verb}: the item with id '${event.item_id}' does not exist.`;
      return this.#refuse(`item_${verb}_invalid_item_id`, message, 'item_id', event.event_id);
    }
    if (event.type === 'conversation.item.retrieve') {
      return this.#ports.send({ type: 'conversation.item.retrieved', item: structuredClone(item) });
    }
    if (event.type === 'conversation.item.delete') {
      this.#conversation.remove(item.id);
      this.#heard.delete(item.id);
      return this.#ports.send({ type: 'conversation.item.deleted', item_id: item.id });
    }
    if (event.type === 'conversation.item.truncate') this.#truncate(event);
  }

  #truncate(event: Extract<ClientEvent, { type: 'conversation.item.truncate' }>): void {
    const item = this.#conversation.find(event.item_id);
    if (item?.type !== 'message' || item.role !== 'assistant') {
      return this.#refuse('invalid_value', 'Only model output audio messages can be truncated.', 'item_id', event.event_id);
    }
    const lengthMs = Math.ceil(toDurationMs(this.#spokenSamples.get(item.id) ?? 0));
    if (this.#spokenSamples.has(item.id) && event.audio_end_ms > lengthMs) {
      const message = `Audio content of ${String(lengthMs)}ms is already shorter than ${String(event.audio_end_ms)}ms`;
      return this.#refuse('invalid_value', message, 'audio_end_ms', event.event_id);
    }
    for (const part of item.content) delete part.transcript;
    const { item_id, content_index, audio_end_ms } = event;
    this.#ports.send({ type: 'conversation.item.truncated', item_id, content_index, audio_end_ms });
  }

  #createResponse(request: ResponseRequest, eventId: string | undefined): void {
    const faults = this.#ports.faults();
    if (faults.silentResponses) return;
    if (faults.errorOnResponse) {
      const error = toServiceError(faults.errorOnResponse);
      return this.#ports.send({ type: 'error', error: { ...error, param: null, event_id: eventId ?? null } });
    }
    if (this.#running && request.conversation !== 'none') {
      const message = `Conversation already has an active response in progress: ${this.#running.id}. Wait until the response is finished before creating a new one.`;
      return this.#refuse('conversation_already_has_active_response', message, null, eventId);
    }
    this.#start(request);
  }

  /** After a detected turn: at once, or when the response it interrupted has ended. */
  #startWhenFree(): void {
    if (this.#ports.faults().silentResponses) return;
    if (this.#running) this.#waiting = true;
    else this.#start({});
  }
  #waiting = false;

  #start(request: ResponseRequest): void {
    const { log, connection, send, mind } = this.#ports;
    const outside = request.conversation === 'none';
    const running: Running = { id: createId('resp'), abort: new AbortController(), reason: 'client_cancelled' };
    if (outside) this.#outside.add(running);
    else this.#running = running;
    const record = createRecord(connection, running.id, findOpenTurn(this.#conversation.items)?.user.id ?? null);
    log.responses.push(record);
    const output = createOutput({
      responseId: running.id,
      record,
      pace: this.#ports.pace,
      send,
      add: (item) => {
        if (outside) return undefined;
        this.#conversation.insert(item);
        return this.#conversation.previousOf(item.id);
      },
      onAudioDelta: (count) => {
        const limit = this.#ports.faults().dropAfterAudioDeltas;
        if (limit !== undefined && count >= limit) this.#ports.dropSocket();
      },
      onAudio: (itemId, sampleCount) => this.#spokenSamples.set(itemId, sampleCount),
    });
    runResponse({
      id: running.id,
      conversationId: this.#conversationId,
      request,
      session: this.#body,
      items: [...this.#conversation.items],
      mind,
      thinkingMs: this.#ports.thinkingMs(),
      faults: this.#ports.faults(),
      record,
      output,
      signal: running.abort.signal,
      send,
      heardOf: (itemId) => this.#heard.get(itemId),
      cancelReason: () => running.reason,
    })
      .catch(this.#ports.onFailure)
      .finally(() => this.#ended(running, record));
  }

  #ended(running: Running, record: ResponseRecord): void {
    this.#outside.delete(running);
    if (this.#running === running) this.#running = null;
    this.#ports.log.publish('response', record);
    if (this.#running || !this.#waiting) return;
    this.#waiting = false;
    this.#start({});
  }

  #cancelByClient(responseId: string | undefined, eventId: string | undefined): void {
    const all = [this.#running, ...this.#outside];
    const target = responseId === undefined ? this.#running : all.find((running) => running?.id === responseId);
    if (!target) return this.#refuse('response_cancel_not_active', 'Cancellation failed: no active response found', null, eventId);
    this.#cancel(target, 'client_cancelled');
  }

  #cancel(running: Running | null, reason: Running['reason']): void {
    if (!running || running.abort.signal.aborted) return;
    running.reason = reason;
    running.abort.abort();
  }

  #refuse(code: string, message: string, param: string | null, eventId: string | undefined): void {
    const error = { type: 'invalid_request_error', code, message, param, event_id: eventId ?? null };
    this.#ports.log.refusals.push({
      connection: this.#ports.connection,
      atMs: nowMs(),
      event: { code, message, param, eventId: eventId ?? null },
    });
    this.#ports.send({ type: 'error', error });
  }
}

function createRecord(connection: number, id: string, answers: string | null): ResponseRecord {
  return {
    connection,
    id,
    createdAtMs: nowMs(),
    answers,
    text: '',
    calls: [],
    pcm: new Int16Array(0),
    firstAudioAtMs: null,
    lastAudioAtMs: null,
    doneAtMs: null,
    status: 'in_progress',
    hearMs: 0,
    thinkMs: 0,
    synthesisMs: 0,
  };
}
