/**
 * An answer that falls silent as soon as somebody may be speaking, and goes on from there where they were not.
 *
 * Path: floor-state -> here. Pure.
 * Always: only while the floor is free and the answer is spoken; once in a run of speech, at its dense start, so that windows
 * taken for speech here and there in what is left of an echo make nothing stutter; speech that goes on interrupts for good;
 * never for what may be the echo of an answer that a device still learns to cancel.
 */
import { mayBeEcho } from './echo.ts';
import type { FloorEffect, FloorRules, FloorState, FloorStep, Person } from './floor-model.ts';

/** Silent for the moment because of this person. */
export interface Hold {
  readonly identity: string;
  readonly lastVoiceAtMs: number;
}

/** One window of 32 ms: a first word may waver. */
const mostGapsMs = 33;

/** Whether this person's voice alone may take the floor. */
export const mayTakeByVoice = ({ mode }: FloorState, { owner, locked }: Person): boolean =>
  mode === 'hands-free' || !owner || locked;

/** Whether a turn may come whose end has to be guessed. A key says by itself when it is over. */
export const mayHearVoices = (state: FloorState): boolean =>
  [...state.people.values()].some((person) => mayTakeByVoice(state, person));

/** What one more look at this person's voice does to a free floor's answer. `untilMs`: how far it has been judged. */
export function mayHold(
  state: FloorState,
  identity: string,
  untilMs: number,
  nowMs: number,
  rules: FloorRules,
): FloorStep {
  const { hold, people, answer } = state;
  const person = people.get(identity);
  if (hold) {
    const lastVoiceAtMs = person?.run?.lastVoiceAtMs ?? hold.lastVoiceAtMs;
    if (hold.identity !== identity) return { state, effects: [] };
    if (untilMs - lastVoiceAtMs >= rules.releaseAfterMs) return released(state);
    const effects = lastVoiceAtMs > hold.lastVoiceAtMs ? [wakeAfter(nowMs, rules)] : [];
    return { state: { ...state, hold: { identity, lastVoiceAtMs } }, effects };
  }
  const run = person?.run;
  if (answer !== 'speaking' || !run || !mayTakeByVoice(state, person)) return { state, effects: [] };
  if (mayBeEcho(state.spoken, person, rules.echoLearningMs)) return { state, effects: [] };
  const gapsMs = run.lastVoiceAtMs - run.startedAtMs - run.voicedMs;
  if (gapsMs > mostGapsMs || run.lastVoiceAtMs < untilMs || run.voicedMs < rules.holdAfterMs)
    return { state, effects: [] };
  return {
    state: { ...state, hold: { identity, lastVoiceAtMs: run.lastVoiceAtMs } },
    effects: [{ type: 'hold' }, wakeAfter(nowMs, rules)],
  };
}

export function released(state: FloorState): FloorStep {
  return state.hold ? { state: { ...state, hold: null }, effects: [{ type: 'release' }] } : { state, effects: [] };
}

/** Stops the answer, whether it is heard or silent for the moment. */
export const interruption = (hold: Hold | null): readonly FloorEffect[] =>
  hold ? [{ type: 'interrupt' }, { type: 'release' }] : [{ type: 'interrupt' }];

/** Where the track falls silent by muting, no window says so. */
const wakeAfter = (nowMs: number, rules: FloorRules): FloorEffect => ({
  type: 'wake',
  atMs: nowMs + rules.releaseAfterMs + rules.lateWindowsMs,
});
