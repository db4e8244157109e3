/**
 * What stands in the way of a talk, as one sentence and one button each. Pure.
 *
 * Always: the cause before its consequences; at most one per cause. Sentences of ours are keys of the language file,
 * sentences of the host are shown as they came.
 */
import { isLongGone, isReconnecting } from '../bridge/connection-state.ts';
import { isLive } from '../voice/voice-state.ts';
import type { AppStatus, ErrorCode, TalkView, WireError } from '../../contract/index.ts';
import type { ConnectionState } from '../bridge/connection-state.ts';
import type { MicrophoneProblem } from '../voice/microphone-state.ts';
import type { VoiceState } from '../voice/voice-state.ts';

/** Where in the settings it is mended; none of them is there for a device that came by a link. */
export const ownersActions = ['openProviders', 'openLiveKit', 'openData', 'openSettings', 'openDoctor'] as const;

export type ProblemAction =
  | (typeof ownersActions)[number]
  | 'chooseMicrophone'
  | 'retryMicrophone'
  | 'takeOver'
  | 'joinAgain'
  | 'playSound'
  | 'reconnect';

export type Sentence = { readonly key: ProblemKey } | { readonly text: string };
export type ProblemKey =
  | 'reconnecting'
  | 'outOfReach'
  | 'hostGone'
  | 'noKey'
  | 'elsewhere'
  | 'playbackBlocked'
  | 'interrupted'
  | 'standIn'
  | 'microphone.denied'
  | 'microphone.missing'
  | 'microphone.busy'
  | 'microphone.silent'
  | 'microphone.away'
  | 'microphone.insecure'
  | 'microphone.failed';

export interface Problem {
  readonly id: string;
  readonly sentence: Sentence;
  readonly action: ProblemAction | null;
  /** `warn`: nothing is broken, something is asked of the person or already being mended. */
  readonly tone: 'warn' | 'bad';
}

export interface ProblemSources {
  readonly connection: ConnectionState;
  readonly status: AppStatus | null;
  readonly talk: TalkView | null;
  readonly voice: VoiceState;
}

const mild: ReadonlySet<ProblemKey> = new Set([
  'reconnecting',
  'noKey',
  'elsewhere',
  'playbackBlocked',
  'interrupted',
  'standIn',
  'microphone.away',
]);
/** Another device is what helps against these. */
const choosable: ReadonlySet<MicrophoneProblem> = new Set(['silent', 'missing', 'away']);

export function findProblems({ connection, status, talk, voice }: ProblemSources): Problem[] {
  if (isLongGone(connection)) return [of('hostGone', 'reconnect')];
  if (isReconnecting(connection)) return [of('reconnecting', null)];
  const found: Problem[] = [];
  const cause = talk?.problem ?? status?.livekit.cause ?? null;
  if (isKeyMissing(status)) found.push(of('noKey', 'openProviders'));
  else if (cause) found.push(fromError('talk', cause));
  if (voice.phase.status === 'failed' && voice.phase.problem.message !== cause?.message)
    found.push({ ...fromError('voice', voice.phase.problem), action: 'joinAgain' });
  for (const problem of status?.problems ?? []) if (concernsTalk(problem)) found.push(ofProfile(problem));
  // The owner's windows have the host's own sentence for it among the problems of the status.
  if (talk?.standIn && status === null) found.push(of('standIn', null));
  if (voice.phase.status === 'elsewhere') found.push(of('elsewhere', 'takeOver'));
  if (voice.phase.status === 'live' && voice.phase.interrupted) found.push(of('interrupted', null));
  if (isLive(voice) && voice.playbackBlocked) found.push(of('playbackBlocked', 'playSound'));
  if (voice.problem) {
    const isChoice = choosable.has(voice.problem);
    const canRetry = voice.problem !== 'insecure';
    found.push(of(`microphone.${voice.problem}`, isChoice ? 'chooseMicrophone' : canRetry ? 'retryMicrophone' : null));
  }
  return found;
}

/** On a device that came by a link there are no settings to open, and the host is somebody else's to start. */
export function asDeviceSees(problem: Problem): Problem {
  if (problem.id === 'hostGone') return of('outOfReach', 'reconnect');
  const isOwners = ownersActions.some((action) => action === problem.action);
  return isOwners ? { ...problem, action: null } : problem;
}

/** No key anywhere and no demo: nobody could answer. */
export function isKeyMissing(status: AppStatus | null): boolean {
  return status !== null && !status.provider.configured && !status.provider.simulated;
}

function of(key: ProblemKey, action: ProblemAction | null): Problem {
  return { id: key, sentence: { key }, action, tone: mild.has(key) ? 'warn' : 'bad' };
}

function fromError(id: string, error: WireError): Problem {
  return { id: `${id} ${error.code}`, sentence: { text: error.message }, action: actionFor(error), tone: 'bad' };
}

function ofProfile(problem: WireError): Problem {
  return { ...fromError('profile', problem), action: placeOf(problem), tone: 'warn' };
}

/** A missing keychain is said where keys are put in: it hinders no talk. */
function concernsTalk(problem: WireError): boolean {
  return problem.code !== 'secrets/keychain-unavailable';
}

function actionFor(error: WireError): ProblemAction | null {
  if (error.code.startsWith('provider/')) return 'openProviders';
  if (chosenWrongly.has(error.code)) return 'openLiveKit';
  if (error.code.startsWith('livekit/') || replaced.has(error.code)) return 'openDoctor';
  return null;
}

/** What was put in for another LiveKit does not do. */
const chosenWrongly: ReadonlySet<ErrorCode> = new Set(['livekit/refused', 'livekit/unapproved', 'livekit/bad-address']);

/** Lost again and again, its replacement does not help: then programs, disk or ports are worth a look. */
const replaced: ReadonlySet<ErrorCode> = new Set(['agent/crashed', 'agent/stuck']);

/** Of a profile: where its settings say more, the general ones if none is nearer. */
function placeOf({ code }: WireError): ProblemAction {
  if (code.startsWith('provider/')) return 'openProviders';
  if (code.startsWith('livekit/')) return 'openLiveKit';
  return code.startsWith('history/') ? 'openData' : 'openSettings';
}
