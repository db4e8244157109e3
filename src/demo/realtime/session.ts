/**
 * One Realtime session: takes parsed client events, keeps configuration and conversation, and runs its responses.
 *
 * Path: connection -> here -> input turns, item changes, respond. Sockets stay outside, behind the ports.
 * Always: events are handled in the order they came; one response of the conversation runs at a time; bad input changes nothing.
 */
import { toServiceError } from '../faults.ts';
import { nowMs } from '../provider-log.ts';
import type { ResponseRecord } from '../provider-log.ts';
import { fromBase64 } from '../speaking/pcm.ts';
import type { ClientEvent, ResponseRequest } from './client-events.ts';
import { createOutput } from './emit-output.ts';
import type { Output } from './emit-output.ts';
import { InputTurns } from './input-turns.ts';
import { changeItem, createItem } from './item-changes.ts';
import type { ItemPorts } from './item-changes.ts';
import { Conversation, createId } from './items.ts';
import type { Item } from './items.ts';
import { runResponse } from './respond.ts';
import type { SessionBody } from './server-events.ts';
import { createSessionBody, toDetection, updateSessionBody } from './session-config.ts';
import { refuse } from './session-ports.ts';
import type { SessionPorts } from './session-ports.ts';
import { findOpenTurn } from './turn.ts';

interface Running {
  readonly id: string;
  readonly abort: AbortController;
  reason: 'turn_detected' | 'client_cancelled';
}

export class RealtimeSession {
  readonly #ports: SessionPorts;
  readonly #conversation = new Conversation();
  readonly #conversationId = createId('conv');
  readonly #input: InputTurns;
  readonly #items: ItemPorts;
  readonly #spokenSamples = new Map<string, number>();
  /** Responses outside the conversation, any number at a time. */
  readonly #outside = new Set<Running>();
  #running: Running | null = null;
  /** What is answered when the response that was just cancelled has ended. */
  #waiting: ResponseRequest | null = null;
  #body: SessionBody;

  constructor(ports: SessionPorts) {
    this.#ports = ports;
    this.#body = createSessionBody(createId('sess'), ports.model, nowMs());
    const announce = (item: Item): void => this.#announce(item);
    this.#input = new InputTurns({
      ...ports,
      announce,
      detection: () => toDetection(this.#body.audio?.input?.turn_detection, ports.semanticSilenceMs),
      wantsTranscript: () => this.#body.audio?.input?.transcription !== undefined,
      insert: (item) => this.#insert(item),
      onSpeech: ({ interruptResponse }) => {
        if (interruptResponse) cancel(this.#running, 'turn_detected');
      },
      onTurn: ({ createResponse }) => {
        if (createResponse) this.#startWhenFree({});
      },
    });
    this.#items = {
      ...ports,
      announce,
      conversation: this.#conversation,
      onSound: (item, pcm) => this.#input.listen(item, pcm),
      onDeleted: (itemId) => this.#input.forget(itemId),
      spokenSamples: (itemId) => this.#spokenSamples.get(itemId),
    };
    ports.send({ type: 'session.created', session: this.#body });
  }

  handle(event: ClientEvent): void {
    switch (event.type) {
      case 'session.update':
        this.#body = updateSessionBody(this.#body, event.session);
        return this.#ports.send({ type: 'session.updated', session: this.#body });
      case 'input_audio_buffer.append':
        return this.#input.append(fromBase64(event.audio));
      case 'input_audio_buffer.commit':
        return this.#input.commit(event.event_id);
      case 'input_audio_buffer.clear':
        return this.#input.clear();
      case 'response.create':
        return this.#createResponse(event.response ?? {}, event.event_id);
      case 'response.cancel':
        return this.#cancelByClient(event.response_id, event.event_id);
      case 'conversation.item.create':
        return createItem(this.#items, event);
      case 'conversation.item.retrieve':
      case 'conversation.item.delete':
      case 'conversation.item.truncate':
        return changeItem(this.#items, event);
    }
  }

  /** Ends what runs. */
  close(): void {
    this.#waiting = null;
    for (const running of [this.#running, ...this.#outside]) running?.abort.abort();
  }

  #insert(item: Item): string | null {
    this.#conversation.insert(item);
    return this.#conversation.previousOf(item.id);
  }

  #announce(item: Item): void {
    const previous = this.#conversation.previousOf(item.id);
    const copy = structuredClone(item);
    this.#ports.send({ type: 'conversation.item.added', previous_item_id: previous, item: copy });
    this.#ports.send({ type: 'conversation.item.done', previous_item_id: previous, item: copy });
  }

  #createResponse(request: ResponseRequest, eventId: string | undefined): void {
    const faults = this.#ports.faults();
    if (faults.silentResponses) return;
    if (faults.errorOnResponse) {
      const error = toServiceError(faults.errorOnResponse);
      return this.#ports.send({ type: 'error', error: { ...error, param: null, event_id: eventId ?? null } });
    }
    if (request.conversation === 'none') return this.#start(request);
    if (this.#running && (this.#waiting || !this.#running.abort.signal.aborted)) {
      const message = `Conversation already has an active response in progress: ${this.#running.id}. Wait until the response is finished before creating a new one.`;
      return refuse(this.#ports, { code: 'conversation_already_has_active_response', message, eventId });
    }
    this.#startWhenFree(request);
  }

  /** At once, or when the cancelled response has said its last word. */
  #startWhenFree(request: ResponseRequest): void {
    if (this.#ports.faults().silentResponses) return;
    if (this.#running) this.#waiting = request;
    else this.#start(request);
  }

  #start(request: ResponseRequest): void {
    const running: Running = { id: createId('resp'), abort: new AbortController(), reason: 'client_cancelled' };
    if (request.conversation === 'none') this.#outside.add(running);
    else this.#running = running;
    const answers = findOpenTurn(this.#conversation.items)?.user.id ?? null;
    const record = createRecord(this.#ports.connection, running.id, answers);
    this.#ports.log.responses.push(record);
    void runResponse({
      id: running.id,
      conversationId: this.#conversationId,
      request,
      session: this.#body,
      items: [...this.#conversation.items],
      mind: this.#ports.mind,
      thinkingMs: this.#ports.thinkingMs(),
      faults: this.#ports.faults(),
      record,
      output: this.#createOutput(record, request.conversation === 'none'),
      signal: running.abort.signal,
      send: this.#ports.send,
      heardOf: (itemId) => this.#input.heardOf(itemId),
      cancelReason: () => running.reason,
    })
      .catch(this.#ports.onFailure)
      .finally(() => this.#ended(running, record));
  }

  #createOutput(record: ResponseRecord, outside: boolean): Output {
    return createOutput({
      responseId: record.id,
      record,
      pace: this.#ports.pace,
      send: this.#ports.send,
      add: (item) => (outside ? undefined : this.#insert(item)),
      onAudio: (itemId, sampleCount) => this.#spokenSamples.set(itemId, sampleCount),
      onAudioDelta: (count) => {
        const limit = this.#ports.faults().dropAfterAudioDeltas;
        if (limit !== undefined && count >= limit) this.#ports.dropSocket();
      },
    });
  }

  #ended(running: Running, record: ResponseRecord): void {
    this.#outside.delete(running);
    if (this.#running === running) this.#running = null;
    this.#ports.log.publish('response', record);
    const waiting = this.#waiting;
    if (this.#running || !waiting) return;
    this.#waiting = null;
    this.#start(waiting);
  }

  #cancelByClient(responseId: string | undefined, eventId: string | undefined): void {
    const all = [this.#running, ...this.#outside];
    const target = responseId === undefined ? this.#running : all.find((running) => running?.id === responseId);
    if (target) return cancel(target, 'client_cancelled');
    refuse(this.#ports, {
      code: 'response_cancel_not_active',
      message: 'Cancellation failed: no active response found',
      eventId,
    });
  }
}

function cancel(running: Running | null, reason: Running['reason']): void {
  if (!running || running.abort.signal.aborted) return;
  running.reason = reason;
  running.abort.abort();
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
