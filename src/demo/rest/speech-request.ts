/**
 * A speech request as a schema.
 *
 * Always: the inferred type is assignable to that of the pinned `openai` package (a type test says so), unknown fields are refused;
 * so are compressed formats, the service's default mp3 among them: only `pcm` and `wav` can be made here.
 */
import { z } from 'zod';
import { Refused } from './error-answers.ts';
import { parseRequest } from './read-request.ts';

export const SpeechRequest = z.strictObject({
  input: z.string().min(1).max(4096),
  model: z.string().min(1),
  voice: z.union([z.string().min(1), z.strictObject({ id: z.string() })]),
  instructions: z.string().exactOptional(),
  response_format: z.enum(['mp3', 'opus', 'aac', 'flac', 'wav', 'pcm']).exactOptional(),
  speed: z.number().min(0.25).max(4).exactOptional(),
  stream_format: z.enum(['sse', 'audio']).exactOptional(),
});
export type SpeechRequest = z.infer<typeof SpeechRequest>;

/** @throws {Refused} */
export function parseSpeechRequest(raw: unknown): SpeechRequest & { response_format: 'pcm' | 'wav' } {
  const request = parseRequest(SpeechRequest, raw);
  const format = request.response_format ?? 'mp3';
  if (format !== 'pcm' && format !== 'wav') throw unsupported('response_format', format);
  if (request.stream_format === 'sse') throw unsupported('stream_format', 'sse');
  if (request.speed !== undefined && request.speed !== 1) throw unsupported('speed', String(request.speed));
  return { ...request, response_format: format };
}

function unsupported(param: string, value: string): Refused {
  return new Refused(400, 'unsupported_value', `Unsupported value: '${param}' cannot be '${value}' here.`, param);
}
