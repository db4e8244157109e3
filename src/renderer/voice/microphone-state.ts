/**
 * State of a microphone, as a pure machine: which device is captured, when it is changed, and what is wrong with it.
 *
 * Path: microphone.ts (driver) -> here. No I/O; effects are returned as data.
 * Always: the old capture goes on until the new one is there; what an older generation reports is ignored; a chosen device
 * that is away is replaced by the default one, said, and taken again when it is back.
 * Source: V8.
 */
import { defaultSoundChoice } from './sound-choice.ts';
import { findDevice, isSameList, noDevices } from './devices.ts';
import { hear, holdListening, startListening } from './silence.ts';
import type { Devices } from './devices.ts';
import type { Listening } from './silence.ts';
import type { SoundChoice } from './sound-choice.ts';

export type MicrophoneProblem = 'denied' | 'missing' | 'busy' | 'silent' | 'away' | 'insecure' | 'failed';

/** What is captured. `away`: it stands in for the chosen device. */
export interface Source {
  /** null: the system's default. */
  readonly id: string | null;
  readonly away: boolean;
  /** Which device was the default then. */
  readonly defaultMark: string;
}

export type Capture =
  | { readonly status: 'off' }
  | { readonly status: 'opening'; readonly source: Source }
  | {
      readonly status: 'on';
      readonly source: Source;
      readonly listening: Listening;
      /** The browser or the system gives no sound (a switch on the device, a call on the phone). */
      readonly muted: boolean;
    }
  | { readonly status: 'failed'; readonly problem: MicrophoneProblem };

export interface MicrophoneState {
  readonly choice: SoundChoice;
  readonly devices: Devices;
  readonly generation: number;
  readonly held: boolean;
  readonly capture: Capture;
}

export type MicrophoneEvent =
  | { readonly type: 'startRequested' }
  | { readonly type: 'stopRequested' }
  | { readonly type: 'retryRequested' }
  | { readonly type: 'choiceChanged'; readonly choice: SoundChoice }
  | { readonly type: 'devicesListed'; readonly devices: Devices }
  | { readonly type: 'heldChanged'; readonly held: boolean }
  | { readonly type: 'opened'; readonly generation: number }
  | { readonly type: 'openFailed'; readonly generation: number; readonly problem: MicrophoneProblem }
  | { readonly type: 'ended'; readonly generation: number }
  | { readonly type: 'mutedChanged'; readonly generation: number; readonly muted: boolean }
  | { readonly type: 'measured'; readonly generation: number; readonly peak: number };

export type MicrophoneEffect =
  | {
      readonly type: 'open';
      readonly generation: number;
      readonly deviceId: string | null;
      readonly choice: SoundChoice;
    }
  | { readonly type: 'drop' }
  | { readonly type: 'list' };

export interface MicrophoneStep {
  readonly state: MicrophoneState;
  readonly effects: readonly MicrophoneEffect[];
}

export const initialMicrophone: MicrophoneState = {
  choice: defaultSoundChoice,
  devices: noDevices,
  generation: 0,
  held: false,
  capture: { status: 'off' },
};

export function isWanted(state: MicrophoneState): boolean {
  return state.capture.status !== 'off';
}

/** What is wrong with it, or null. */
export function problemOf({ capture }: MicrophoneState): MicrophoneProblem | null {
  if (capture.status === 'failed') return capture.problem;
  if (capture.status !== 'on') return null;
  if (capture.muted || capture.listening.silence !== null) return 'silent';
  return capture.source.away ? 'away' : null;
}

export function stepMicrophone(state: MicrophoneState, event: MicrophoneEvent, nowMs: number): MicrophoneStep {
  if ('generation' in event && event.generation !== state.generation) return same(state);
  switch (event.type) {
    case 'startRequested':
      return isWanted(state) ? same(state) : withEffect(open(state, meant(state)), { type: 'list' });
    case 'stopRequested':
      return {
        state: { ...state, generation: state.generation + 1, held: false, capture: { status: 'off' } },
        effects: [{ type: 'drop' }],
      };
    case 'retryRequested':
      return isWanted(state) ? open(state, meant(state)) : same(state);
    case 'choiceChanged':
      return choose(state, event.choice);
    case 'devicesListed':
      return listed(state, event.devices);
    case 'heldChanged':
      return hold({ ...state, held: event.held }, nowMs);
    case 'opened':
      return opened(state, nowMs);
    case 'openFailed':
      return openFailed(state, event.problem);
    case 'ended':
      return state.capture.status === 'on' ? open(state, meant(state)) : same(state);
    case 'mutedChanged':
      return state.capture.status === 'on' ? to(state, { ...state.capture, muted: event.muted }) : same(state);
    case 'measured':
      return measured(state, event.peak, nowMs);
  }
}

function same(state: MicrophoneState): MicrophoneStep {
  return { state, effects: [] };
}

function to(state: MicrophoneState, capture: Capture, effects: readonly MicrophoneEffect[] = []): MicrophoneStep {
  return { state: { ...state, capture }, effects };
}

function withEffect(step: MicrophoneStep, effect: MicrophoneEffect): MicrophoneStep {
  return { state: step.state, effects: [...step.effects, effect] };
}

function open(state: MicrophoneState, source: Source): MicrophoneStep {
  const generation = state.generation + 1;
  const { choice } = state;
  return {
    state: { ...state, generation, capture: { status: 'opening', source } },
    effects: [{ type: 'open', generation, deviceId: source.id, choice }],
  };
}

/** The device to capture by what was chosen and what there is. Where nothing is listed yet, the chosen one is tried. */
function meant({ choice, devices }: MicrophoneState): Source {
  const { defaultMark, list } = devices;
  const chosen = choice.microphone;
  if (!chosen) return { id: null, away: false, defaultMark };
  if (list.length === 0) return { id: chosen.id, away: false, defaultMark };
  const found = findDevice(list, chosen);
  return { id: found?.id ?? null, away: !found, defaultMark };
}

function choose(state: MicrophoneState, choice: SoundChoice): MicrophoneStep {
  const before = state.choice;
  const next = { ...state, choice };
  const isSame =
    before.microphone?.id === choice.microphone?.id &&
    before.echoCancellation === choice.echoCancellation &&
    before.noiseSuppression === choice.noiseSuppression &&
    before.autoGainControl === choice.autoGainControl;
  return isSame || !isWanted(state) ? same(next) : open(next, meant(next));
}

function listed(state: MicrophoneState, devices: Devices): MicrophoneStep {
  const { capture } = state;
  const next = { ...state, devices };
  if (capture.status === 'failed') return open(next, meant(next));
  if (capture.status === 'off' || isSameList(state.devices, devices)) return same(next);
  const wanted = meant(next);
  const { source } = capture;
  const isFirstLook = source.defaultMark === '';
  const defaultMoved = wanted.id === null && !isFirstLook && wanted.defaultMark !== source.defaultMark;
  if (wanted.id !== source.id || defaultMoved || problemOf(state) === 'silent') return open(next, wanted);
  return to(next, { ...capture, source: wanted });
}

function hold(state: MicrophoneState, nowMs: number): MicrophoneStep {
  const { capture } = state;
  if (capture.status !== 'on') return same(state);
  return to(state, { ...capture, listening: holdListening(capture.listening, state.held, nowMs) });
}

function opened(state: MicrophoneState, nowMs: number): MicrophoneStep {
  if (state.capture.status !== 'opening') return same(state);
  const listening = holdListening(startListening(nowMs), state.held, nowMs);
  // Before it is allowed, the browser does not say which devices there are.
  const effects: MicrophoneEffect[] = state.devices.list.length === 0 ? [{ type: 'list' }] : [];
  return to(state, { status: 'on', source: state.capture.source, listening, muted: false }, effects);
}

function openFailed(state: MicrophoneState, problem: MicrophoneProblem): MicrophoneStep {
  if (state.capture.status !== 'opening') return same(state);
  const { source } = state.capture;
  if (source.id !== null && problem === 'missing') return open(state, { ...source, id: null, away: true });
  return to(state, { status: 'failed', problem }, [{ type: 'drop' }]);
}

function measured(state: MicrophoneState, peak: number, nowMs: number): MicrophoneStep {
  const { capture } = state;
  if (capture.status !== 'on') return same(state);
  const listening = hear(capture.listening, peak, nowMs);
  return listening === capture.listening ? same(state) : to(state, { ...capture, listening });
}
