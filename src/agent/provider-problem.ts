/**
 * What a failed provider means: in words for the person, and what the process does about it. Pure.
 *
 * Always: a wrong key is not tried again until something changed; everything else is, ever more slowly.
 */
import { quotedWords } from '../contract/index.ts';
import type { AgentHello, Brain as BrainKind, WireError } from '../contract/index.ts';
import type { BrainFailure } from './brain.ts';

export function toProblem(failure: BrainFailure, baseUrl: string, kind: BrainKind): WireError {
  const host = hostOf(baseUrl);
  switch (failure) {
    case 'wrong-key':
      return {
        code: 'provider/wrong-key',
        message: `${host} does not accept the API key. Set another one in Settings.`,
      };
    case 'no-access':
      return kind === 'realtime'
        ? {
            code: 'provider/no-realtime',
            message: `${noVoiceSessions(host)} Choose another model or key in Settings, or let Parley answer by way of text.`,
          }
        : {
            code: 'provider/unknown-model',
            message: `${host} does not accept this key, or not for the chosen model. Choose another key or model in Settings.`,
          };
    case 'quota':
      return {
        code: 'provider/failed',
        message: `${host} refuses because of your account's limits. Check plan and billing there.`,
      };
    case 'busy':
      return {
        code: 'provider/failed',
        message: `${host} was asked too often for now (its rate limit). Parley tries again by itself.`,
      };
    case 'unreachable':
    case 'dropped':
      return {
        code: 'provider/unreachable',
        message: `${host} cannot be reached. Check the network; Parley keeps trying.`,
      };
    case 'silent':
    case 'empty':
      return { code: 'provider/silent', message: `${host} accepted the turn but does not answer. Parley tries again.` };
    case 'refused':
    case 'too-long':
    case 'failed':
      return { code: 'provider/failed', message: `${host} could not answer. Parley tries again.` };
  }
}

/** A stage does not do what this turn asks for: it is not asked again. */
export function toRefusal(
  said: string,
  address: string | null,
  pipeline: AgentHello['hello']['provider']['pipeline'],
): WireError {
  const keys = new Set(Object.values(pipeline).map(({ apiKey }) => apiKey));
  const host = hostOf(address ?? pipeline.completion.baseUrl);
  const words = quotedWords(said, [...keys]);
  const why = words === '' ? '.' : `: "${words.replace(/\.$/, '')}".`;
  return {
    code: 'provider/failed',
    message: `${host} refuses to answer this${why} Ask otherwise, or choose another model in Settings.`,
  };
}

const noVoiceSessions = (host: string): string => `${host} offers no voice sessions with this key and model.`;
const goesOnByText = 'Parley goes on by way of text, a little slower';

/** The first brain failed and the second one has taken over: said once. Its code is none that only the person can mend. */
export function toFallbackProblem(failure: BrainFailure, baseUrl: string): WireError {
  const host = hostOf(baseUrl);
  if (failure === 'no-access') {
    return {
      code: 'provider/failed',
      message: `${noVoiceSessions(host)} ${goesOnByText}. Another model or key in Settings brings them back.`,
    };
  }
  const { code } = toProblem(failure, baseUrl, 'realtime');
  return {
    code: code === 'provider/wrong-key' ? 'provider/failed' : code,
    message: `${host} does not answer by voice now. ${goesOnByText}, and returns when it can.`,
  };
}

/** Whether asking the stages of the pipeline promises more: not where they would show the same service the same refused key. */
export function mayPipelineHelp(failure: BrainFailure, provider: AgentHello['hello']['provider']): boolean {
  if (failure !== 'wrong-key') return true;
  return Object.values(provider.pipeline).every(
    (stage) => stage.baseUrl !== provider.baseUrl || stage.apiKey !== provider.apiKey,
  );
}

/** The words are shown and could not be spoken. */
export function toVoiceProblem(baseUrl: string): WireError {
  return {
    code: 'provider/failed',
    message: `${hostOf(baseUrl)} could not speak the answer. Its words are shown; Parley tries again with the next one.`,
  };
}

/** Wait before attempt `attempt` (1 is the first retry), ms; null: only a new key or address helps. */
export function retryDelayMs(failure: BrainFailure, attempt: number): number | null {
  if (failure === 'wrong-key') return null;
  if (failure === 'quota') return 60_000;
  // A gateway that is being replaced says for seconds what a key without access says for good.
  return Math.min(failure === 'no-access' ? 600_000 : 60_000, firstRetryMs * 2 ** (attempt - 1));
}

/** Above the plugin's connect timeout (3 s): by then a given-up attempt has told its last error. */
export const firstRetryMs = 3500;

function hostOf(baseUrl: string): string {
  return URL.canParse(baseUrl) ? new URL(baseUrl).host : 'The provider';
}
