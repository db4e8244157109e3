/**
 * Opens a Realtime session, sets its voice, and closes it again.
 *
 * Path: provider-probe.ts -> here -> the provider's WebSocket.
 * Always: settles once, and the socket is gone by then; nothing is asked of the model, so it costs nothing.
 * Source: OpenAI Realtime GA events (`session.created`, `session.update`, `session.updated`, `error`).
 */
import { WebSocket } from 'ws';
import { isAzureAddress, keyHeaders, parseJson } from '../../contract/index.ts';
import type { ProbeTarget } from '../../core/ports.ts';
import { failureOfStatus, toAccount } from './rest.ts';
import { ProbeFailure } from './words.ts';

/** @throws {ProbeFailure} for a refusal; the socket's own error where nothing answers */
export function openRealtime(target: ProbeTarget, signal: AbortSignal): Promise<void> {
  const socket = new WebSocket(realtimeUrl(target), {
    headers: keyHeaders(target.baseUrl, target.apiKey),
    followRedirects: false,
    maxPayload: 1_000_000,
  });
  const opened = new Promise<void>((resolve, reject) => {
    socket.on('unexpected-response', (_request, response) => {
      response.resume();
      reject(ofUpgrade(response.statusCode ?? 0));
    });
    socket.on('error', reject);
    socket.on('close', () => reject(new ProbeFailure('no-realtime')));
    signal.addEventListener('abort', () => reject(signal.reason as Error), { once: true });
    socket.on('message', (data) => {
      const event = parseEvent(data.toString());
      if (event?.type === 'session.created') socket.send(JSON.stringify(setVoice(target)));
      else if (event?.type === 'session.updated') resolve();
      else if (event?.type === 'error') reject(ofError(event));
    });
  });
  return opened.finally(() => {
    socket.removeAllListeners();
    socket.on('error', () => undefined);
    socket.terminate();
  });
}

/** Azure's v1 address takes the deployment where others take the model. */
export function realtimeUrl({ baseUrl, model }: Pick<ProbeTarget, 'baseUrl' | 'model'>): string {
  const url = new URL(`${baseUrl.replace(/\/+$/, '')}/realtime`);
  url.protocol = url.protocol === 'http:' ? 'ws:' : 'wss:';
  if (isAzureAddress(baseUrl) && !url.pathname.includes('/v1/')) url.pathname = '/openai/v1/realtime';
  url.searchParams.set('model', model);
  return url.href;
}

const setVoice = ({ voice }: ProbeTarget): object => ({
  type: 'session.update',
  session: { type: 'realtime', ...(voice === '' ? {} : { audio: { output: { voice } } }) },
});

/** The upgrade was refused: an address that knows nothing of Realtime answers as it does to any unknown path. */
function ofUpgrade(status: number): ProbeFailure {
  const failure = failureOfStatus(status, { code: '', param: '', message: '' });
  const isNoDoor = ['no-access', 'not-found', 'refused'].includes(failure.reason) || (status >= 200 && status < 300);
  return isNoDoor ? new ProbeFailure('no-realtime') : failure;
}

function ofError(event: unknown): ProbeFailure {
  const account = toAccount(event);
  if (account.code === 'invalid_api_key') return new ProbeFailure('wrong-key');
  if (account.code === 'insufficient_quota') return new ProbeFailure('no-credit');
  return failureOfStatus(400, account);
}

function parseEvent(text: string): { readonly type?: unknown } | null {
  const event = parseJson(text);
  return typeof event === 'object' && event !== null ? event : null;
}
