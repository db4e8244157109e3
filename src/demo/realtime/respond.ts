/**
 * One response, from `response.created` to `response.done`: waits for what was heard, thinks, then calls or speaks.
 *
 * Path: session -> here -> mind, emitter. Always: exactly one `response.done`, whatever happens; nothing is sent after it.
 */
import { setTimeout as delay } from 'node:timers/promises';
import { toServiceError } from '../faults.ts';
import type { Faults } from '../faults.ts';
import type { Heard } from '../hearing/heard.ts';
import type { Mind } from '../mind.ts';
import { nowMs } from '../provider-log.ts';
import type { ResponseRecord } from '../provider-log.ts';
import { notUnderstoodAnswer } from '../thinking/sentences.ts';
import { think } from '../thinking/think.ts';
import type { Thought } from '../thinking/think.ts';
import type { ResponseRequest } from './client-events.ts';
import { emitCall, emitSpeech, emitText } from './emit-output.ts';
import type { Output } from './emit-output.ts';
import type { Item } from './items.ts';
import type { ResponseBody, ResponseStatusDetails, ServerEventBody, SessionBody } from './server-events.ts';
import { findOpenTurn, orderedWords, textOf } from './turn.ts';
import type { OpenTurn } from './turn.ts';
import { toUsage } from './usage.ts';

export interface ResponseContext {
  readonly id: string;
  readonly conversationId: string;
  readonly request: ResponseRequest;
  readonly session: SessionBody;
  readonly items: readonly Item[];
  readonly mind: Mind;
  readonly thinkingMs: number;
  readonly faults: Faults;
  readonly record: ResponseRecord;
  readonly output: Output;
  readonly signal: AbortSignal;
  readonly send: (body: ServerEventBody) => void;
  /** What was heard of an audio item; undefined for one that has no audio. */
  readonly heardOf: (itemId: string) => Promise<Heard> | undefined;
  /** Why the signal was aborted, once it is. */
  readonly cancelReason: () => 'turn_detected' | 'client_cancelled';
}

export async function runResponse(context: ResponseContext): Promise<void> {
  context.send({ type: 'response.created', response: toBody(context, 'in_progress') });
  const { failResponse, emptyResponse } = context.faults;
  if (failResponse) return finish(context, 'failed', { type: 'failed', error: toServiceError(failResponse) });
  if (emptyResponse) return finish(context, 'completed');
  try {
    const thought = await decide(context);
    if (context.signal.aborted) return finish(context, 'cancelled');
    await act(context, thought);
    finish(context, context.signal.aborted ? 'cancelled' : 'completed');
  } catch (error) {
    if (context.signal.aborted) return finish(context, 'cancelled');
    finish(context, 'failed', { type: 'failed', error: { type: 'server_error', code: 'server_error' } });
    throw error;
  }
}

async function decide(context: ResponseContext): Promise<Thought> {
  const { request, session, record } = context;
  const turn = findOpenTurn(request.input ? context.output.itemsOf(request.input) : context.items);
  const startedAtMs = nowMs();
  const heard = turn ? await context.heardOf(turn.user.id) : undefined;
  const heardAtMs = nowMs();
  record.hearMs = heard ? heardAtMs - startedAtMs : 0;
  if (context.thinkingMs > 0) await delay(context.thinkingMs, undefined, { signal: context.signal });
  const words = orderedWords(request.instructions, session.instructions);
  const thought: Thought = words ? { kind: 'say', text: words } : decideTurn(context, turn, heard);
  record.thinkMs = nowMs() - heardAtMs;
  return thought;
}

function decideTurn(context: ResponseContext, turn: OpenTurn | null, heard: Heard | undefined): Thought {
  const { mind, request, session } = context;
  if (!turn) return { kind: 'say', text: notUnderstoodAnswer };
  const choice = request.tool_choice ?? session.tool_choice ?? 'auto';
  const offered = request.tools ?? session.tools ?? [];
  const tools = choice === 'none' ? [] : offered.flatMap((tool) => (tool.type === 'function' ? [tool] : []));
  const intent = heard ? mind.intentOf(heard) : mind.intentOfText(textOf(turn.user));
  return think({ intent, tools, steps: turn.steps, speaker: turn.speaker });
}

async function act(context: ResponseContext, thought: Thought): Promise<void> {
  if (thought.kind === 'call') return emitCall(context.output, thought.name, JSON.stringify(thought.arguments));
  const modalities = context.request.output_modalities ?? context.session.output_modalities ?? ['audio'];
  if (modalities[0] === 'text') return emitText(context.output, thought.text);
  await emitSpeech(context.output, context.mind.speak(thought.text), context.signal);
}

function finish(
  context: ResponseContext,
  status: 'completed' | 'cancelled' | 'failed',
  details?: ResponseStatusDetails,
): void {
  const reason = status === 'cancelled' ? { type: status, reason: context.cancelReason() } : details;
  context.record.status = status;
  context.record.doneAtMs = nowMs();
  context.send({ type: 'response.done', response: toBody(context, status, reason) });
  context.send({
    type: 'rate_limits.updated',
    rate_limits: [
      { name: 'requests', limit: 1000, remaining: 999, reset_seconds: 0.06 },
      { name: 'tokens', limit: 50_000, remaining: 49_000, reset_seconds: 1.2 },
    ],
  });
}

function toBody(
  context: ResponseContext,
  status: ResponseBody['status'],
  details?: ResponseStatusDetails,
): ResponseBody {
  const { request, session, output } = context;
  const empty = context.faults.emptyResponse ?? false;
  return {
    id: context.id,
    object: 'realtime.response',
    ...(request.conversation === 'none' ? {} : { conversation_id: context.conversationId }),
    status,
    ...(details ? { status_details: details } : {}),
    output: status === 'in_progress' ? [] : [...output.items],
    output_modalities: request.output_modalities ?? session.output_modalities ?? ['audio'],
    metadata: request.metadata ?? null,
    ...(status === 'in_progress'
      ? {}
      : { usage: toUsage(empty ? [] : context.items, output.items, output.audioSamples) }),
  };
}
