/**
 * Runs one stage for one request: record opened, fault let in, work done, record published.
 *
 * Path: front desk -> here -> transcribe, complete, speak. Always: every request gets exactly one published record.
 */
import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Stage, StageFault } from '../faults.ts';
import type { Mind } from '../mind.ts';
import { nowMs } from '../provider-log.ts';
import type { LogEntries, ProviderLog } from '../provider-log.ts';
import type { Pace } from '../realtime/emit-output.ts';
import { createId } from '../realtime/items.ts';
import { AnswerLine, CutByFault } from './answer-line.ts';
import { Refused, toErrorBody, toRefusedBody } from './error-answers.ts';
import { createStageRecord } from './stage-records.ts';
import type { StageRecord } from './stage-records.ts';

export interface StagePorts {
  readonly mind: Mind;
  readonly log: ProviderLog;
  /** The models that exist; another one is refused as the service does. */
  readonly models: readonly string[];
  readonly pace: Pace;
  readonly thinkingMs: () => number;
  /** Waiting before each word of a streamed completion. */
  readonly wordMs: number;
  readonly onFailure: (error: unknown) => void;
}

/** One request on its way through a stage. */
export interface Visit<R extends StageRecord> {
  readonly request: IncomingMessage;
  readonly line: AnswerLine;
  readonly record: R;
  readonly ports: StagePorts;
}

export interface StageWork<S extends Stage> {
  readonly stage: S;
  readonly createRecord: (common: StageRecord) => LogEntries[S];
  readonly listOf: (log: ProviderLog) => LogEntries[S][];
  readonly run: (visit: Visit<LogEntries[S]>) => Promise<void>;
}

/** Serves the request to its end. Never rejects. */
export async function serveStage<S extends Stage>(
  work: StageWork<S>,
  ports: StagePorts,
  request: IncomingMessage,
  response: ServerResponse,
  fault: StageFault,
): Promise<void> {
  const record = work.createRecord(createStageRecord(createId('req'), nowMs()));
  const line = new AnswerLine(response, record, fault);
  work.listOf(ports.log).push(record);
  try {
    await line.admit();
    await work.run({ request, line, record, ports });
    record.status = 'completed';
  } catch (error) {
    record.status = line.signal.aborted && !(error instanceof CutByFault) ? 'cancelled' : 'failed';
    if (record.status === 'failed' && !(error instanceof CutByFault)) answerFailure(error, line, ports);
  } finally {
    request.resume();
    record.doneAtMs = nowMs();
    ports.log.publish(work.stage, record);
  }
}

function answerFailure(error: unknown, line: AnswerLine, { log, onFailure }: StagePorts): void {
  if (!(error instanceof Refused)) {
    line.refuse(500, toErrorBody(500));
    return onFailure(error);
  }
  const entry = { connection: 0, atMs: nowMs(), event: error.refusal };
  log.refusals.push(entry);
  line.refuse(error.status, toRefusedBody(error));
  log.publish('refusal', entry);
}

/** @throws {Refused} as the service does for a model it does not have. */
export function requireModel(model: string, { models }: StagePorts): string {
  if (models.includes(model)) return model;
  throw new Refused(
    404,
    'model_not_found',
    `The model \`${model}\` does not exist or you do not have access to it.`,
    'model',
  );
}
