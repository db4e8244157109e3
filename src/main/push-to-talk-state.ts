/**
 * Push-to-talk from outside the windows, as a pure machine: hold talks, a double tap locks hands-free, Esc takes it back.
 *
 * Path: global key, tray, `parley talk` -> push-to-talk.ts (driver) -> here -> `talk.key`, `talk.setMode`, the bar.
 * Always: every `down` is followed by one `up` or `cancel`, or by the voice window's word that it is over; nothing stays held
 * over a lock of the screen, a sleep, a lost key helper or the longest hold. Times are deadlines that the driver reports as `due`.
 * Source: REQUIREMENTS V4.
 */
import type { KeyAction, TalkMode } from '../contract/index.ts';

export type Phase =
  | { readonly status: 'idle' }
  /** `held`: until the key comes up; `toggled`: until the next press. */
  | { readonly status: 'talking'; readonly by: 'held' | 'toggled'; readonly sinceMs: number }
  /** Let go at once: a second press within the time locks. The microphone still listens. */
  | { readonly status: 'tapped'; readonly sinceMs: number; readonly untilMs: number }
  /** Let go: the microphone listens until then; pressed again, the turn goes on. */
  | { readonly status: 'releasing'; readonly sinceMs: number; readonly untilMs: number }
  /** Its turn was ended in a window; a program that repeats its `down` begins no other before it was still for so long. */
  | { readonly status: 'spent'; readonly untilMs: number }
  /** Hands-free by double tap; the next press ends it. */
  | { readonly status: 'locked' };

export interface PushToTalkState {
  readonly phase: Phase;
  readonly mode: TalkMode;
}

export interface PushToTalkRules {
  /** A press shorter than this may be the first of a double tap. */
  readonly tapMs: number;
  /** From the first tap's end to the second one's begin, at most. */
  readonly doubleTapMs: number;
  readonly releaseDelayMs: number;
  readonly longestMs: number;
  /** Between two repetitions of a key that is down, at most. */
  readonly repeatMs: number;
}

export type PushToTalkEvent =
  | { readonly type: 'pressed' }
  | { readonly type: 'released' }
  | { readonly type: 'toggled' }
  | { readonly type: 'cancelled' }
  /** By a program; unlike a hand's, its `down` ends nothing that was toggled on, and its `up` does. */
  | { readonly type: 'asked'; readonly action: KeyAction }
  /** In a window, or with the talk's end: the voice window holds it no more. */
  | { readonly type: 'over' }
  /** The screen is locked, the machine goes to sleep, the key can no longer be seen. */
  | { readonly type: 'forced' }
  | { readonly type: 'due' }
  | { readonly type: 'modeChanged'; readonly mode: TalkMode };

type HandEvent = Exclude<PushToTalkEvent, { type: 'asked' | 'over' }>;

export type PushToTalkEffect =
  | { readonly type: 'sendKey'; readonly action: 'down' | 'up' | 'cancel' }
  | { readonly type: 'setMode'; readonly mode: TalkMode }
  | { readonly type: 'wake'; readonly atMs: number }
  | { readonly type: 'showBar' }
  | { readonly type: 'hideBar' };

export interface PushToTalkStep {
  readonly state: PushToTalkState;
  readonly effects: readonly PushToTalkEffect[];
}

export const initialPushToTalk: PushToTalkState = { phase: { status: 'idle' }, mode: 'hands-free' };

/** Whether the microphone listens because of this key. */
export function isTalking({ phase }: PushToTalkState): boolean {
  return phase.status === 'talking' || phase.status === 'tapped' || phase.status === 'releasing';
}

export function stepPushToTalk(
  state: PushToTalkState,
  event: PushToTalkEvent,
  nowMs: number,
  rules: PushToTalkRules,
): PushToTalkStep {
  const { phase } = state;
  if (event.type === 'modeChanged') return modeChanged(state, event.mode);
  if (event.type === 'asked') return asked(state, event.action, nowMs, rules);
  if (event.type === 'over') return over(state, nowMs, rules);
  switch (phase.status) {
    case 'spent':
      if (event.type === 'due' && nowMs < phase.untilMs) return still(state);
      return stepPushToTalk({ ...state, phase: { status: 'idle' } }, event, nowMs, rules);
    case 'idle':
      if (event.type === 'pressed') return begin(state, 'held', nowMs, rules);
      if (event.type === 'toggled') return begin(state, 'toggled', nowMs, rules);
      return still(state);
    case 'talking':
      return talking(state, phase, event, nowMs, rules);
    case 'tapped':
      if (event.type === 'pressed') return lock(state);
      return waiting(state, phase, event, nowMs);
    case 'releasing':
      if (event.type === 'pressed') return goOn(state, phase.sinceMs, rules);
      return waiting(state, phase, event, nowMs);
    case 'locked':
      return locked(state, event, nowMs, rules);
  }
}

function asked(state: PushToTalkState, action: KeyAction, nowMs: number, rules: PushToTalkRules): PushToTalkStep {
  const { phase } = state;
  // What is not held here may be held in a window.
  if (phase.status === 'idle' && (action === 'up' || action === 'cancel'))
    return { state, effects: [{ type: 'sendKey', action }] };
  if (phase.status === 'spent' && action === 'down') return spend(state, nowMs, rules);
  const isToggled = phase.status === 'talking' && phase.by === 'toggled';
  if (isToggled && action === 'down') return still(state);
  const type = isToggled && action === 'up' ? 'toggled' : handOf[action];
  return stepPushToTalk(state, { type }, nowMs, rules);
}

const handOf = { down: 'pressed', up: 'released', toggle: 'toggled', cancel: 'cancelled' } as const;

/** Nothing is sent: the voice window let go by itself. */
function over(state: PushToTalkState, nowMs: number, rules: PushToTalkRules): PushToTalkStep {
  if (!isTalking(state)) return still(state);
  const step = state.phase.status === 'talking' ? spend(state, nowMs, rules) : to(state, { status: 'idle' });
  return { ...step, effects: [...step.effects, { type: 'hideBar' }] };
}

function spend(state: PushToTalkState, nowMs: number, { repeatMs }: PushToTalkRules): PushToTalkStep {
  const untilMs = nowMs + repeatMs;
  return to(state, { status: 'spent', untilMs }, { type: 'wake', atMs: untilMs });
}

function still(state: PushToTalkState): PushToTalkStep {
  return { state, effects: [] };
}

function to(state: PushToTalkState, phase: Phase, ...effects: PushToTalkEffect[]): PushToTalkStep {
  return { state: { ...state, phase }, effects };
}

function begin(state: PushToTalkState, by: 'held' | 'toggled', nowMs: number, rules: PushToTalkRules): PushToTalkStep {
  return to(
    state,
    { status: 'talking', by, sinceMs: nowMs },
    { type: 'sendKey', action: 'down' },
    { type: 'showBar' },
    { type: 'wake', atMs: nowMs + rules.longestMs },
  );
}

/** A finger that slipped: the same turn goes on, and its longest time still counts from its begin. */
function goOn(state: PushToTalkState, sinceMs: number, rules: PushToTalkRules): PushToTalkStep {
  return to(state, { status: 'talking', by: 'held', sinceMs }, { type: 'wake', atMs: sinceMs + rules.longestMs });
}

function end(state: PushToTalkState, action: 'up' | 'cancel'): PushToTalkStep {
  return to(state, { status: 'idle' }, { type: 'sendKey', action }, { type: 'hideBar' });
}

function talking(
  state: PushToTalkState,
  { by, sinceMs }: Extract<Phase, { status: 'talking' }>,
  event: HandEvent,
  nowMs: number,
  rules: PushToTalkRules,
): PushToTalkStep {
  switch (event.type) {
    case 'released':
      return by === 'held' ? letGo(state, sinceMs, nowMs, rules) : still(state);
    case 'toggled':
      return letGo(state, sinceMs, nowMs, { ...rules, tapMs: 0 });
    case 'pressed':
      // Held, it is the key's own repetition; toggled on, a press ends it as the next toggle would.
      return by === 'toggled' ? letGo(state, sinceMs, nowMs, { ...rules, tapMs: 0 }) : still(state);
    case 'cancelled':
      return end(state, 'cancel');
    case 'forced':
      return end(state, 'up');
    case 'due':
      return nowMs >= sinceMs + rules.longestMs ? end(state, 'up') : still(state);
    case 'modeChanged':
      return still(state);
  }
}

function letGo(state: PushToTalkState, sinceMs: number, nowMs: number, rules: PushToTalkRules): PushToTalkStep {
  if (nowMs - sinceMs < rules.tapMs && state.mode === 'push-to-talk') {
    const untilMs = nowMs + Math.max(rules.doubleTapMs, rules.releaseDelayMs);
    return to(state, { status: 'tapped', sinceMs, untilMs }, { type: 'wake', atMs: untilMs });
  }
  if (rules.releaseDelayMs === 0) return end(state, 'up');
  const untilMs = nowMs + rules.releaseDelayMs;
  return to(state, { status: 'releasing', sinceMs, untilMs }, { type: 'wake', atMs: untilMs });
}

/** The key is up already; its turn ends when the time has come. */
function waiting(
  state: PushToTalkState,
  { untilMs }: Extract<Phase, { status: 'tapped' | 'releasing' }>,
  event: HandEvent,
  nowMs: number,
): PushToTalkStep {
  switch (event.type) {
    case 'due':
      return nowMs >= untilMs ? end(state, 'up') : still(state);
    case 'forced':
    case 'toggled':
      return end(state, 'up');
    case 'cancelled':
      return end(state, 'cancel');
    case 'pressed':
    case 'released':
    case 'modeChanged':
      return still(state);
  }
}

function lock(state: PushToTalkState): PushToTalkStep {
  return to(
    state,
    { status: 'locked' },
    { type: 'sendKey', action: 'cancel' },
    { type: 'setMode', mode: 'hands-free' },
    { type: 'hideBar' },
  );
}

function locked(state: PushToTalkState, event: HandEvent, nowMs: number, rules: PushToTalkRules): PushToTalkStep {
  const unlock: PushToTalkEffect = { type: 'setMode', mode: 'push-to-talk' };
  switch (event.type) {
    case 'pressed': {
      const begun = begin(state, 'held', nowMs, rules);
      return { state: { ...begun.state, mode: 'push-to-talk' }, effects: [unlock, ...begun.effects] };
    }
    case 'toggled':
    case 'forced':
      return to({ ...state, mode: 'push-to-talk' }, { status: 'idle' }, unlock);
    case 'released':
    case 'cancelled':
    case 'due':
    case 'modeChanged':
      return still(state);
  }
}

/** Somebody set push-to-talk elsewhere: then nothing is locked any more. */
function modeChanged(state: PushToTalkState, mode: TalkMode): PushToTalkStep {
  if (mode === state.mode) return still(state);
  const unlocked = state.phase.status === 'locked' && state.mode === 'hands-free' && mode === 'push-to-talk';
  return still({ mode, phase: unlocked ? { status: 'idle' } : state.phase });
}
