/**
 * `POST /api/join`: a link's code in, a device's session out.
 *
 * Path: device's page | parley join -> origin server -> here -> front desk.
 * Always: every answer is JSON; a refusal is a WireError with a sentence for whoever opened the link.
 */
import type { IncomingMessage, ServerResponse } from 'node:http';
import { AppError, JoinRequest, parseJson, toWireError } from '../../contract/index.ts';
import type { ErrorCode } from '../../contract/index.ts';
import type { FrontDesk } from '../../app/app.ts';
import { sendJson } from '../answers.ts';

const maxBodySizeBytes = 4_096;

const statusOf: Partial<Record<ErrorCode, number>> = {
  'bridge/bad-input': 400,
  'share/unknown-invite': 404,
  'share/expired': 410,
  'share/used-up': 410,
  'share/full': 409,
  'share/withdrawn': 410,
  'share/too-many-attempts': 429,
  'share/access-code': 401,
  'share/locked': 423,
};

/** `address`: whose attempts are counted together. */
export async function answerJoin(
  request: IncomingMessage,
  response: ServerResponse,
  address: string,
  desk: FrontDesk,
): Promise<void> {
  try {
    if (request.method !== 'POST') throw badInput('Send the code with POST.');
    const body = JoinRequest.safeParse(parseJson(await readBody(request)));
    if (!body.success) throw badInput('Send {"code": "…", "name": "…"} as JSON.');
    sendJson(response, 200, await desk.join(body.data, address));
  } catch (error) {
    const told = toWireError(error);
    sendJson(response, statusOf[told.code] ?? 500, told);
  }
}

async function readBody(request: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  let sizeBytes = 0;
  for await (const chunk of request as AsyncIterable<Buffer>) {
    sizeBytes += chunk.length;
    if (sizeBytes > maxBodySizeBytes) throw badInput('That is too long for a code and a name.');
    chunks.push(chunk);
  }
  return Buffer.concat(chunks).toString('utf8');
}

const badInput = (message: string): AppError => new AppError('bridge/bad-input', message);
