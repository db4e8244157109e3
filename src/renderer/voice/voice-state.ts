/**
 * State of this page's voice: its place in the room, its microphone, and when words go out. A pure machine.
 *
 * Path: views and keys -> voice.ts (driver) -> here. No I/O; effects are returned as data.
 * Always: at most one room per generation, what an older one reports is ignored; among tabs only the one with the lock speaks;
 * in a push-to-talk talk the capture stays warm and `isOpen` alone decides whether words leave; no tone over speech.
 * Source: DESIGN §8.
 */
import type { KeyAction, TalkMode, WireError } from '../../contract/index.ts';
import type { MicrophoneProblem } from './microphone-state.ts';

export type Phase =
  | { readonly status: 'idle' }
  | { readonly status: 'elsewhere' }
  | { readonly status: 'locking' }
  | { readonly status: 'joining'; readonly attempt: number; readonly rejoin: boolean }
  | { readonly status: 'live'; readonly identity: string; readonly interrupted: boolean }
  | { readonly status: 'failed'; readonly problem: WireError };

export interface VoiceState {
  readonly phase: Phase;
  readonly generation: number;
  readonly mode: TalkMode;
  /** Whether this page may speak at all; one that may not never opens a microphone. */
  readonly speaks: boolean;
  /** Switched off by its person in a hands-free talk; counts only in one. */
  readonly muted: boolean;
  /** The push-to-talk key is down: in a window, or on the desktop outside of them (the shortcut, the tray, a program). */
  readonly held: 'here' | 'outside' | null;
  /** How often the key went down in a talk; what an older press left behind is ignored. */
  readonly presses: number;
  readonly assistantSpeaks: boolean;
  readonly microphone: 'off' | 'starting' | 'on';
  readonly problem: MicrophoneProblem | null;
  /** The browser wants a click before it plays sound. */
  readonly playbackBlocked: boolean;
}

export type VoiceEvent =
  | { readonly type: 'joinRequested'; readonly takeOver: boolean }
  | { readonly type: 'leaveRequested' }
  | { readonly type: 'lockGranted'; readonly generation: number }
  | { readonly type: 'lockRefused'; readonly generation: number }
  | { readonly type: 'lockLost'; readonly generation: number }
  | { readonly type: 'lockHeldElsewhere'; readonly held: boolean }
  | { readonly type: 'connected'; readonly generation: number; readonly identity: string }
  | { readonly type: 'connectFailed'; readonly generation: number; readonly problem: WireError }
  | { readonly type: 'disconnected'; readonly generation: number }
  /** The talk goes on in another LiveKit. */
  | { readonly type: 'moved' }
  | { readonly type: 'linkChanged'; readonly generation: number; readonly interrupted: boolean }
  | { readonly type: 'playbackChanged'; readonly blocked: boolean }
  | {
      readonly type: 'microphoneChanged';
      readonly microphone: 'starting' | 'on';
      readonly problem: MicrophoneProblem | null;
    }
  | { readonly type: 'modeChanged'; readonly mode: TalkMode }
  | { readonly type: 'assistantChanged'; readonly speaks: boolean }
  /** The key is up for so long that what was said with it has left. */
  | { readonly type: 'lastWordOut'; readonly press: number }
  | { readonly type: 'key'; readonly action: KeyAction }
  /** Not pressed in a window. `joins`: on a desktop, where nobody may have joined yet; its shell has to know when it is over. */
  | { readonly type: 'outsideKey'; readonly action: KeyAction; readonly joins: boolean }
  | { readonly type: 'muteToggled' };

export type VoiceEffect =
  | { readonly type: 'acquireLock'; readonly generation: number; readonly steal: boolean }
  | { readonly type: 'releaseLock' }
  | { readonly type: 'connect'; readonly generation: number; readonly delayMs: number }
  | { readonly type: 'disconnect' }
  | { readonly type: 'startMicrophone' }
  | { readonly type: 'stopMicrophone' }
  | { readonly type: 'openGate'; readonly muted: boolean }
  | { readonly type: 'closeGate'; readonly muted: boolean; readonly afterMs: number }
  | { readonly type: 'sendKey'; readonly action: 'down' | 'up' | 'cancel'; readonly identity: string }
  /** To the shell, which still takes its key for down. */
  | { readonly type: 'tellKeyOver' }
  /** After the gate: whoever hears of it finds that closed. */
  | { readonly type: 'awaitLastWord'; readonly press: number; readonly afterMs: number }
  | { readonly type: 'playCue'; readonly cue: 'start' | 'stop' };

export interface VoiceStep {
  readonly state: VoiceState;
  readonly effects: readonly VoiceEffect[];
}

/** After key-up the last word is still on its way through the sound card: so long the gate stays open. */
export const releaseDelayMs = 200;
const mostRejoinAttempts = 10;

export const initialVoice: VoiceState = {
  phase: { status: 'idle' },
  generation: 0,
  mode: 'hands-free',
  speaks: true,
  muted: false,
  held: null,
  presses: 0,
  assistantSpeaks: false,
  microphone: 'off',
  problem: null,
  playbackBlocked: false,
};

export function isLive(state: VoiceState): boolean {
  return state.phase.status === 'live';
}

/** On the way in or in: a Leave button makes sense. */
export function isTakingPart(state: VoiceState): boolean {
  return state.phase.status === 'live' || state.phase.status === 'joining' || state.phase.status === 'locking';
}

/** Whether what the microphone hears goes to the room. */
export function isOpen(state: VoiceState): boolean {
  return isLive(state) && state.speaks && (state.held !== null || (state.mode === 'hands-free' && !state.muted));
}

/** Whether its person closed the microphone of a hands-free talk, and no key opens it. */
const isSwitchedOff = ({ mode, muted, held }: VoiceState): boolean => mode === 'hands-free' && muted && held === null;

/** Whether there is a microphone that gives anything. A silent one may still be spoken into, and a stand-in too. */
export function canHear({ microphone, problem }: VoiceState): boolean {
  return microphone === 'on' && (problem === null || problem === 'silent' || problem === 'away');
}

export function ownIdentity(state: VoiceState): string | null {
  return state.phase.status === 'live' ? state.phase.identity : null;
}

export function stepVoice(state: VoiceState, event: VoiceEvent): VoiceStep {
  const moved = move(state, event);
  return withShell(state, isLive(moved.state) && isLive(state) ? withGate(state, moved, event) : moved, event);
}

/** Adds the word for the shell where its key is up here, by anything but its own word. */
function withShell(before: VoiceState, moved: VoiceStep, event: VoiceEvent): VoiceStep {
  const isOver = before.held === 'outside' && moved.state.held !== 'outside' && event.type !== 'outsideKey';
  return isOver ? { ...moved, effects: [...moved.effects, { type: 'tellKeyOver' }] } : moved;
}

/** Adds what the change means for the gate, once, whatever caused it. */
function withGate(before: VoiceState, moved: VoiceStep, event: VoiceEvent): VoiceStep {
  const { state } = moved;
  const muted = isSwitchedOff(state);
  if (isOpen(before) === isOpen(state) && muted === isSwitchedOff(before)) return moved;
  const released = (event.type === 'key' || event.type === 'outsideKey') && event.action !== 'cancel';
  const gate: VoiceEffect = isOpen(state)
    ? { type: 'openGate', muted: false }
    : { type: 'closeGate', muted, afterMs: released ? releaseDelayMs : 0 };
  return { state, effects: [gate, ...moved.effects] };
}

function move(state: VoiceState, event: VoiceEvent): VoiceStep {
  const ignored: VoiceStep = { state, effects: [] };
  if ('generation' in event && event.generation !== state.generation) return ignored;
  switch (event.type) {
    case 'joinRequested':
      return join(state, event.takeOver);
    case 'leaveRequested':
      return isTakingPart(state) ? leave(state, { status: 'idle' }) : ignored;
    case 'lockGranted':
      if (state.phase.status !== 'locking') return ignored;
      return {
        state: {
          ...state,
          phase: { status: 'joining', attempt: 0, rejoin: false },
          microphone: state.speaks ? 'starting' : 'off',
        },
        effects: [
          ...(state.speaks ? [{ type: 'startMicrophone' } as const] : []),
          { type: 'connect', generation: state.generation, delayMs: 0 },
        ],
      };
    case 'lockRefused':
      return state.phase.status === 'locking' ? to(state, { phase: { status: 'elsewhere' }, held: null }) : ignored;
    case 'lockLost':
      return isTakingPart(state) ? leave(state, { status: 'elsewhere' }) : ignored;
    case 'lockHeldElsewhere':
      if (event.held && state.phase.status === 'idle') return to(state, { phase: { status: 'elsewhere' } });
      if (!event.held && state.phase.status === 'elsewhere') return to(state, { phase: { status: 'idle' } });
      return ignored;
    case 'connected':
      return connected(state, event.identity);
    case 'connectFailed':
      return connectFailed(state, event.problem);
    case 'disconnected':
      if (state.phase.status !== 'live') return ignored;
      return rejoin(state, 0);
    case 'moved':
      return state.phase.status === 'live' || state.phase.status === 'joining' ? rejoin(state, 0) : ignored;
    case 'linkChanged':
      if (state.phase.status !== 'live') return ignored;
      return to(state, { phase: { ...state.phase, interrupted: event.interrupted } });
    case 'playbackChanged':
      return to(state, { playbackBlocked: event.blocked });
    case 'microphoneChanged':
      return state.microphone === 'off' ? ignored : to(state, { microphone: event.microphone, problem: event.problem });
    case 'modeChanged':
      // A change may come from another device: a microphone its person closed stays closed.
      return event.mode === state.mode ? ignored : to(state, { mode: event.mode });
    case 'assistantChanged':
      return event.speaks === state.assistantSpeaks ? ignored : to(state, { assistantSpeaks: event.speaks });
    case 'lastWordOut':
      return isLive(state) && state.held === null && event.press === state.presses
        ? { state, effects: cue(state, 'stop') }
        : ignored;
    case 'key':
      return isLive(state) ? key(state, event.action, 'here') : letGoBeforeLive(state, event.action);
    case 'outsideKey':
      if (isLive(state)) return key(state, event.action, event.joins ? 'outside' : 'here');
      return event.joins ? keyBeforeLive(state, event.action) : ignored;
    case 'muteToggled':
      return isLive(state) && state.mode === 'hands-free' ? toggleMute(state) : ignored;
  }
}

function to(state: VoiceState, change: Partial<VoiceState>): VoiceStep {
  return { state: { ...state, ...change }, effects: [] };
}

function join(state: VoiceState, takeOver: boolean): VoiceStep {
  if (isTakingPart(state)) return { state, effects: [] };
  const generation = state.generation + 1;
  return {
    state: { ...state, generation, phase: { status: 'locking' }, muted: false, held: null, problem: null },
    effects: [{ type: 'acquireLock', generation, steal: takeOver }],
  };
}

function leave(state: VoiceState, phase: Phase): VoiceStep {
  return {
    state: {
      ...state,
      generation: state.generation + 1,
      phase,
      held: null,
      muted: false,
      microphone: 'off',
      problem: null,
      playbackBlocked: false,
    },
    effects: [{ type: 'disconnect' }, { type: 'stopMicrophone' }, { type: 'releaseLock' }],
  };
}

function connected(state: VoiceState, identity: string): VoiceStep {
  if (state.phase.status !== 'joining') return { state, effects: [] };
  const presses = state.presses + (state.held === null ? 0 : 1);
  const next: VoiceState = { ...state, presses, phase: { status: 'live', identity, interrupted: false } };
  const gate: VoiceEffect = isOpen(next)
    ? { type: 'openGate', muted: false }
    : { type: 'closeGate', muted: isSwitchedOff(next), afterMs: 0 };
  const pressed: VoiceEffect[] = [{ type: 'sendKey', action: 'down', identity }, ...cue(next, 'start')];
  return { state: next, effects: next.held === null ? [gate] : [gate, ...pressed] };
}

function connectFailed(state: VoiceState, problem: WireError): VoiceStep {
  if (state.phase.status !== 'joining') return { state, effects: [] };
  if (state.phase.rejoin && state.phase.attempt < mostRejoinAttempts) return rejoin(state, state.phase.attempt + 1);
  return leave(state, { status: 'failed', problem });
}

/** The room went away under a live talk (its server was restarted, the talk moved): back in by itself, the microphone kept warm. */
function rejoin(state: VoiceState, attempt: number): VoiceStep {
  const generation = state.generation + 1;
  return {
    state: { ...state, generation, phase: { status: 'joining', attempt, rejoin: true }, held: null },
    effects: [
      { type: 'disconnect' },
      { type: 'connect', generation, delayMs: attempt === 0 ? 0 : Math.min(4_000, 250 * 2 ** attempt) },
    ],
  };
}

/** The press joins; what is still held once the room is there begins the turn, and the tone says that it is heard. */
function keyBeforeLive(state: VoiceState, action: KeyAction): VoiceStep {
  const isDown = state.held !== null;
  const goesDown = action === 'down' || (action === 'toggle' && !isDown);
  if (goesDown === isDown) return { state, effects: [] };
  if (!goesDown) return to(state, { held: null });
  const { state: next, effects } = join(state, false);
  return { state: { ...next, held: 'outside' }, effects };
}

/** A window takes back what a press outside began: it has joined and says nothing. */
const letGoBeforeLive = (state: VoiceState, action: KeyAction): VoiceStep =>
  action === 'down' || state.held === null ? { state, effects: [] } : to(state, { held: null });

function key(state: VoiceState, action: KeyAction, from: 'here' | 'outside'): VoiceStep {
  const ignored: VoiceStep = { state, effects: [] };
  if (state.phase.status !== 'live' || !state.speaks) return ignored;
  const { identity } = state.phase;
  const wanted = action === 'toggle' ? (state.held === null ? 'down' : 'up') : action;
  if ((wanted === 'down') === (state.held !== null))
    // Down in two places: the shell has to know when the turn is over, whoever ends it.
    return wanted === 'down' && from === 'outside' ? to(state, { held: from }) : ignored;
  if (wanted === 'down') return keyDown(state, identity, from);
  const tone: VoiceEffect[] =
    wanted === 'up' ? [{ type: 'awaitLastWord', press: state.presses, afterMs: releaseDelayMs }] : [];
  return {
    state: { ...state, held: null, muted: state.muted && state.mode === 'hands-free' },
    effects: [{ type: 'sendKey', action: wanted, identity }, ...tone],
  };
}

/** Whoever closes the microphone wants it closed, also where a key holds it open. */
function toggleMute(state: VoiceState): VoiceStep {
  if (state.held === null) return to(state, { muted: !state.muted });
  const { state: released, effects } = key(state, 'up', 'here');
  return { state: { ...released, muted: true }, effects };
}

function keyDown(state: VoiceState, identity: string, from: 'here' | 'outside'): VoiceStep {
  return {
    state: {
      ...state,
      held: from,
      presses: state.presses + 1,
      // Whoever talks by push-to-talk wants to be heard: a microphone closed in a hands-free talk before is forgotten.
      muted: state.muted && state.mode === 'hands-free',
    },
    effects: [{ type: 'sendKey', action: 'down', identity }, ...cue(state, 'start')],
  };
}

/** While the assistant speaks there is none: that it falls silent says that the key is heard. */
function cue({ assistantSpeaks }: VoiceState, which: 'start' | 'stop'): VoiceEffect[] {
  return assistantSpeaks ? [] : [{ type: 'playCue', cue: which }];
}
