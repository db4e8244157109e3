/**
 * What is wrong with a provider, in words that say what to do.
 *
 * Path: provider-probe.ts -> here. Pure. Always: names host, model and voice, never the key, also where the service repeats it.
 */
import { AppError, quotedWords } from '../../contract/index.ts';
import type { ErrorCode, ProviderStage } from '../../contract/index.ts';
import type { ProbeTarget } from '../../core/ports.ts';

/** Why a try failed, once something answered. */
export type ProbeReason =
  | 'wrong-key'
  | 'no-access'
  | 'unknown-model'
  | 'not-found'
  | 'no-realtime'
  | 'elsewhere'
  | 'no-credit'
  | 'too-often'
  | 'their-problem'
  | 'refused'
  | 'not-compatible'
  | 'no-sound'
  | 'is-wave'
  | 'is-no-wave';

/** `said`: the service's own words. */
export class ProbeFailure extends Error {
  readonly reason: ProbeReason;
  readonly status: number | null;
  readonly said: string;

  constructor(reason: ProbeReason, details: { status?: number; said?: string } = {}) {
    super(reason);
    this.name = 'ProbeFailure';
    this.reason = reason;
    this.status = details.status ?? null;
    this.said = details.said ?? '';
  }
}

/** Anything thrown on the way, for the person. */
export function toAppError(error: unknown, stage: ProviderStage, target: ProbeTarget): AppError {
  const { host } = new URL(target.baseUrl);
  const [code, message] = error instanceof ProbeFailure ? refused(error, stage, target, host) : broken(error, host);
  return new AppError(code, message, { cause: error });
}

const paths: Readonly<Record<ProviderStage, string>> = {
  realtime: '/realtime',
  transcription: '/audio/transcriptions',
  completion: '/chat/completions',
  speech: '/audio/speech',
};

function refused(
  failure: ProbeFailure,
  stage: ProviderStage,
  { model, apiKey }: ProbeTarget,
  host: string,
): [ErrorCode, string] {
  switch (failure.reason) {
    case 'wrong-key':
      return apiKey === ''
        ? noKey(host)
        : ['provider/wrong-key', `${host} does not accept the API key. Enter another one.`];
    case 'no-access':
      return apiKey === ''
        ? noKey(host)
        : [
            'provider/unknown-model',
            `${host} does not accept this key, or not for "${model}". Choose another key or model, or allow it there.`,
          ];
    case 'unknown-model':
      return ['provider/unknown-model', `${host} has no model "${model}", or not for this. Choose another one.`];
    case 'not-found':
      return [
        'provider/bad-address',
        `${host} answers, but has nothing at ${paths[stage]} below this address. Most addresses end in /v1.`,
      ];
    case 'no-realtime':
      return [
        'provider/no-realtime',
        `${host} answers, but offers no voice sessions (Realtime) with "${model}" at this address. Choose another model, or let Parley answer by way of text.`,
      ];
    case 'elsewhere':
      return [
        'provider/bad-address',
        `${host} sends on to another address, which is not followed. If you trust that one, enter it.`,
      ];
    case 'no-credit':
      return ['provider/failed', `${host} refuses because of your account's limits. Check plan and billing there.`];
    case 'too-often':
      return ['provider/failed', `${host} is asked too often just now. The key works; try again in a minute.`];
    case 'their-problem':
      return ['provider/failed', `${host} has a problem of its own (HTTP ${failure.status ?? 500}). Try again later.`];
    case 'refused':
      return ['provider/failed', `${host} refused: ${quoted(failure, apiKey)}`];
    case 'not-compatible':
      return ['provider/bad-address', `${host} answers, but not as an OpenAI-compatible service. Check the address.`];
    case 'no-sound':
      return ['provider/failed', `${host} answered without sound. Choose another model or voice.`];
    case 'is-wave':
      return ['provider/failed', `${host} sends WAV where raw samples are asked for. Choose the format WAV.`];
    case 'is-no-wave':
      return ['provider/failed', `${host} does not send WAV. Choose the format PCM.`];
  }
}

const noKey = (host: string): [ErrorCode, string] => ['provider/no-key', `${host} asks for a key. Enter one.`];

const quoted = ({ said, status }: ProbeFailure, apiKey: string): string =>
  quotedWords(said, [apiKey]) || `HTTP ${status ?? 400}.`;

function broken(error: unknown, host: string): [ErrorCode, string] {
  const code = codeOf(error);
  if (code === 'ENOTFOUND' || code === 'EAI_AGAIN') {
    return ['provider/unreachable', `The name ${host} is not found. Check the address and the network.`];
  }
  if (code === 'ECONNREFUSED') {
    return ['provider/unreachable', `Nobody answers at ${host}. Check that the service runs, and its address.`];
  }
  if (/^(CERT_|ERR_TLS|ERR_SSL|EPROTO|DEPTH_ZERO|SELF_SIGNED|UNABLE_TO_)/.test(code)) {
    return ['provider/unreachable', `${host} cannot prove who it is (${code}). Check the address and its certificate.`];
  }
  return ['provider/unreachable', `${host} cannot be reached. Check the address and the network.`];
}

/** The first code in the chain of causes, or ''. */
function codeOf(error: unknown): string {
  let next: unknown = error;
  for (let depth = 0; depth < 8 && typeof next === 'object' && next !== null; depth++) {
    const { code, cause, errors } = next as { code?: unknown; cause?: unknown; errors?: unknown };
    if (typeof code === 'string' && code !== '') return code;
    next = cause ?? (Array.isArray(errors) ? (errors as unknown[])[0] : undefined);
  }
  return '';
}
