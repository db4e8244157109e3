/**
 * One request to a REST stage, and what its refusal means.
 *
 * Path: provider-probe.ts -> here -> fetch. Always: an answer that is not ok is thrown as a `ProbeFailure`;
 * of none more is read than a limit.
 */
import { isRecord, keyHeaders, parseJson, tellsOfScopes } from '../../contract/index.ts';
import type { ProbeTarget } from '../../core/ports.ts';
import { readBeginning } from './read-beginning.ts';
import { ProbeFailure } from './words.ts';

/** A body that is no JSON says nothing more than its status. */
const longestErrorBytes = 20_000;
/** The longest lists of models are below 1 MB; what is longer is no answer to us. */
const longestJsonBytes = 4_000_000;

export const hostOf = ({ baseUrl }: ProbeTarget): string => new URL(baseUrl).host;

/** @throws {ProbeFailure} for a refusal; whatever fetch throws where nothing answers */
export async function ask(
  target: ProbeTarget,
  path: string,
  body: FormData | object,
  signal: AbortSignal,
): Promise<Response> {
  const isForm = body instanceof FormData;
  const response = await fetch(urlOf(target, path), {
    method: 'POST',
    headers: {
      ...keyHeaders(target.baseUrl, target.apiKey),
      ...(isForm ? {} : { 'content-type': 'application/json' }),
    },
    body: isForm ? body : JSON.stringify(body),
    redirect: 'manual',
    signal,
  });
  if (response.ok) return response;
  throw await refusal(target, response, signal);
}

export async function readJson(response: Response): Promise<Record<string, unknown>> {
  const body = parseJson(await textOf(response, longestJsonBytes));
  if (!isRecord(body)) throw new ProbeFailure('not-compatible');
  return body;
}

/** What a refusal with this status means; `error` is the service's own account of it. */
export function failureOfStatus(status: number, error: ServiceAccount): ProbeFailure {
  const { code, param, message } = error;
  if (status >= 300 && status < 400) return new ProbeFailure('elsewhere');
  if (status === 401) return new ProbeFailure(tellsOfScopes(message) ? 'no-access' : 'wrong-key');
  if (code === 'model_not_found' || code === 'DeploymentNotFound' || param === 'model')
    return new ProbeFailure('unknown-model');
  if (status === 403) return new ProbeFailure('no-access');
  if (status === 404 || status === 405) return new ProbeFailure('not-found');
  if (status === 429) return new ProbeFailure(code === 'insufficient_quota' ? 'no-credit' : 'too-often');
  return new ProbeFailure(status >= 500 ? 'their-problem' : 'refused', { status, said: message });
}

/** The parts of a service's error that say what is wrong. */
export interface ServiceAccount {
  readonly code: string;
  readonly param: string;
  readonly message: string;
}

/** `{error: {code, param, message}}`, or the nearest to it. */
export function toAccount(body: unknown): ServiceAccount {
  const error = field(body, 'error') ?? body;
  const text = (name: string): string => {
    const value = field(error, name);
    return typeof value === 'string' ? value : '';
  };
  return { code: text('code'), param: text('param'), message: text('message') || text('detail') };
}

async function refusal(target: ProbeTarget, response: Response, signal: AbortSignal): Promise<ProbeFailure> {
  const text = await textOf(response, longestErrorBytes).catch(() => '');
  const failure = failureOfStatus(response.status, toAccount(parseJson(text)));
  if (failure.reason !== 'not-found') return failure;
  return new ProbeFailure((await hasModels(target, signal)) ? 'unknown-model' : 'not-found');
}

/** Whether the address is that of an API at all: then "not found" spoke of the model. */
async function hasModels(target: ProbeTarget, signal: AbortSignal): Promise<boolean> {
  try {
    const headers = keyHeaders(target.baseUrl, target.apiKey);
    const response = await fetch(urlOf(target, '/models'), { headers, redirect: 'manual', signal });
    if (!response.ok) {
      await response.body?.cancel();
      return false;
    }
    return Array.isArray((await readJson(response))['data']);
  } catch {
    return false;
  }
}

const textOf = async (response: Response, limitBytes: number): Promise<string> =>
  new TextDecoder().decode(await readBeginning(response, limitBytes));

const urlOf = ({ baseUrl }: ProbeTarget, path: string): string => `${baseUrl.replace(/\/+$/, '')}${path}`;

function field(value: unknown, name: string): unknown {
  return typeof value === 'object' && value !== null ? (Reflect.get(value, name) as unknown) : undefined;
}
