/**
 * Reads what a REST request carries, JSON or a form, up to the service's limits.
 *
 * Always: a body that cannot be read, or is not what its schema allows, is refused in the service's own terms.
 */
import type { IncomingMessage } from 'node:http';
import type { z } from 'zod';
import { toRefusal } from '../refusal.ts';
import { Refused } from './error-answers.ts';

/** 25 MB of sound and a little for the form around it. */
const mostBytes = 26 * 1024 * 1024;

/** @throws {Refused} where the schema does not allow the value. */
export function parseRequest<T>(schema: z.ZodType<T>, raw: unknown): T {
  const parsed = schema.safeParse(raw);
  if (parsed.success) return parsed.data;
  const { code, message, param } = toRefusal(parsed.error, 'request', null);
  throw new Refused(400, code, message, param);
}

/** @throws {Refused} where the body is no JSON. */
export async function readJson(request: IncomingMessage): Promise<unknown> {
  const body = await readBody(request);
  try {
    return JSON.parse(body.toString('utf8'));
  } catch {
    throw new Refused(400, 'invalid_json', 'We could not parse the JSON body of your request.');
  }
}

/** @throws {Refused} where the body is no multipart form. */
export async function readForm(request: IncomingMessage): Promise<FormData> {
  const body = await readBody(request);
  const type = request.headers['content-type'] ?? '';
  if (!type.startsWith('multipart/form-data')) {
    throw new Refused(400, 'invalid_content_type', 'This endpoint takes multipart/form-data.');
  }
  try {
    return await new Response(new Uint8Array(body), { headers: { 'content-type': type } }).formData();
  } catch {
    throw new Refused(400, 'invalid_form', 'We could not parse the form of your request.');
  }
}

async function readBody(request: IncomingMessage): Promise<Buffer> {
  const parts: Buffer[] = [];
  let sizeBytes = 0;
  for await (const part of request as AsyncIterable<Buffer>) {
    sizeBytes += part.length;
    if (sizeBytes <= mostBytes) parts.push(part);
  }
  if (sizeBytes > mostBytes) throw new Refused(413, 'content_too_large', 'Maximum content size limit exceeded.');
  return Buffer.concat(parts);
}
