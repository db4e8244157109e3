/**
 * GET /v1/models and /v1/models/{id}.
 */
import { Refused } from './error-answers.ts';

/** The service's models, one or more for every protocol simulated here. */
export const defaultModels: readonly string[] = [
  'gpt-realtime',
  'gpt-realtime-mini',
  'gpt-4.1',
  'gpt-4.1-mini',
  'gpt-4o',
  'gpt-4o-mini',
  'gpt-4o-transcribe',
  'gpt-4o-mini-transcribe',
  'whisper-1',
  'gpt-4o-mini-tts',
  'tts-1',
  'tts-1-hd',
];

/** The answer for a path; null where it is another path. @throws {Refused} for a model there is not. */
export function answerModels(path: string, models: readonly string[]): object | null {
  const toModel = (id: string): object => ({ id, object: 'model', created: 0, owned_by: 'parley-demo' });
  if (path === '/v1/models') return { object: 'list', data: models.map(toModel) };
  if (!path.startsWith('/v1/models/')) return null;
  const id = decodeId(path.slice('/v1/models/'.length));
  if (models.includes(id)) return toModel(id);
  throw new Refused(404, 'model_not_found', `The model '${id}' does not exist`, 'model');
}

function decodeId(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}
