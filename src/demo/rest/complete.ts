/**
 * POST /v1/chat/completions: thinks about the messages with the offered tools alone, and answers whole or as a stream of events.
 *
 * Path: serve-stage -> here -> think. Always: a streamed answer ends with a finish reason, the usage where it was asked for, and [DONE].
 */
import { setTimeout as delay } from 'node:timers/promises';
import { nowMs } from '../provider-log.ts';
import { createId } from '../realtime/items.ts';
import { textOf } from '../realtime/turn.ts';
import { notUnderstoodAnswer } from '../thinking/sentences.ts';
import { think } from '../thinking/think.ts';
import type { Thought } from '../thinking/think.ts';
import { toBody, toChunks, toOutput, toUsage } from './completion-answer.ts';
import type { CompletionChunk } from './completion-answer.ts';
import { parseCompletionRequest } from './completion-request.ts';
import type { CompletionRequest } from './completion-request.ts';
import { findTurn, offeredTools } from './completion-turn.ts';
import { readJson } from './read-request.ts';
import { requireModel } from './serve-stage.ts';
import type { StageWork, Visit } from './serve-stage.ts';
import type { CompletionRecord } from './stage-records.ts';

export const completion: StageWork<'completion'> = {
  stage: 'completion',
  createRecord: (common) => ({ ...common, tools: [], roles: [], text: '', calls: [], thinkMs: 0 }),
  listOf: (log) => log.completions,
  run: complete,
};

async function complete(visit: Visit<CompletionRecord>): Promise<void> {
  const { line, record, ports } = visit;
  const request = parseCompletionRequest(await readJson(visit.request));
  record.model = requireModel(request.model, ports);
  record.roles = request.messages.map((message) => message.role);
  record.tools = (request.tools ?? []).map((tool) => tool.function.name);
  const startedAtMs = nowMs();
  const thinkingMs = ports.thinkingMs();
  if (thinkingMs > 0) await delay(thinkingMs, undefined, { signal: line.signal });
  const output = line.fault.empty ? { text: '', call: null } : toOutput(decide(request, visit), createId('call'));
  record.thinkMs = nowMs() - startedAtMs;
  const common = {
    id: createId('chatcmpl'),
    created: Math.floor(nowMs() / 1000),
    model: request.model,
    service_tier: 'default' as const,
  };
  const usage = toUsage(request, output);
  if (request.stream) {
    await stream(toChunks(common, output, request.stream_options?.include_usage ? usage : null), visit);
  } else {
    await line.sendJson(toBody(common, output, usage));
    record.text = output.text ?? '';
  }
  if (output.call) record.calls.push({ id: output.call.id, ...output.call.function });
}

function decide(request: CompletionRequest, { ports }: Visit<CompletionRecord>): Thought {
  const turn = findTurn(request.messages);
  if (!turn) return { kind: 'say', text: notUnderstoodAnswer };
  const intent = ports.mind.intentOfText(textOf(turn.user));
  return think({ intent, tools: offeredTools(request), steps: turn.steps, speaker: turn.speaker });
}

async function stream(
  chunks: readonly CompletionChunk[],
  { line, record, ports }: Visit<CompletionRecord>,
): Promise<void> {
  await line.open('text/event-stream; charset=utf-8');
  for (const chunk of chunks) {
    const words = chunk.choices[0]?.delta.content;
    if (words && ports.wordMs > 0) await delay(ports.wordMs, undefined, { signal: line.signal });
    await line.write(`data: ${JSON.stringify(chunk)}\n\n`);
    record.text += words ?? '';
  }
  await line.write('data: [DONE]\n\n');
  line.end();
}
