/**
 * Who is listened to, and when a turn begins and ends, as a pure machine.
 *
 * Path: voice windows, keys and people -> floor (driver) -> here -> effects on the model's audio and the answer.
 * Always: at most one holder; the first speaker takes the floor, a key takes it at once; a turn without speech is dropped;
 * an end-of-turn prediction of an older silence is ignored. Source: DESIGN §5, REQUIREMENTS V4, V5, R4.
 */
import { answered, dueQuestion } from './end-of-turn.ts';
import type { EndOfTurnTiming, Silence } from './end-of-turn.ts';
import { mayBeEcho, nowSpeaking } from './echo.ts';
import { holderOf, personOf, withPerson } from './floor-model.ts';
import type {
  AnswerPhase,
  Floor,
  FloorEffect,
  FloorEvent,
  FloorRules,
  FloorState,
  FloorStep,
  Person,
} from './floor-model.ts';
import { interruption, mayHold, mayTakeByVoice, released } from './hold.ts';
import { doubtfulUntilMs, extendRun, hearPart, isJudgedNearly, isVoiced, silentSinceMs } from './voice-run.ts';
import type { SoundPart, VoiceRun, VoiceWindow } from './voice-run.ts';

export function stepFloor(state: FloorState, event: FloorEvent, nowMs: number, rules: FloorRules): FloorStep {
  switch (event.type) {
    case 'joined':
      return still(
        withPerson(state, event.identity, { ...personOf(state, event.identity, nowMs), owner: event.owner }),
      );
    case 'left':
      return left(state, event.identity, nowMs);
    case 'window':
      return heard(state, event.identity, event.window, nowMs, rules);
    case 'part':
      return partHeard(state, event.identity, event.part, rules);
    case 'key':
      return pressed(state, event.identity, event.action, nowMs, rules);
    case 'predicted':
      return predicted(state, event, nowMs, rules);
    case 'answerChanged':
      return answerChanged(state, event.answer, nowMs);
    case 'modeChanged':
      return released({ ...state, mode: event.mode });
    case 'woke':
      return woke(state, nowMs, rules);
    default:
      return assertNever(event);
  }
}

function answerChanged(state: FloorState, answer: AnswerPhase, nowMs: number): FloorStep {
  const speaking = answer === 'speaking';
  const next = { ...state, answer, spoken: nowSpeaking(state.spoken, speaking, nowMs) };
  return speaking ? still(next) : released(next);
}

function left(state: FloorState, identity: string, nowMs: number): FloorStep {
  const people = new Map(state.people);
  people.delete(identity);
  const next = { ...state, people };
  if (state.hold?.identity === identity) return released(next);
  if (holderOf(state) !== identity) return still(next);
  return free(next, [{ type: 'drop', identity }], nowMs);
}

function heard(state: FloorState, identity: string, window: VoiceWindow, nowMs: number, rules: FloorRules): FloorStep {
  const person = state.people.get(identity);
  if (!person) return still(state);
  const voiced = isVoiced(window, person.run);
  const run = extendRun(person.run, window) ?? (holderOf(state) === identity ? person.run : null);
  const next = withPerson(state, identity, { ...person, run });
  const { floor } = next;
  if (floor.status === 'free') {
    const opened = mayOpen(next, identity, window.toMs, nowMs, rules);
    return opened.effects.length > 0 ? opened : mayHold(next, identity, window.toMs, nowMs, rules);
  }
  if (floor.identity !== identity) return still(next);
  if (floor.status === 'voice')
    return voiced ? spoke(next, floor, nowMs, rules) : paused(next, floor, window.toMs, rules);
  const voicedMs = floor.voicedMs + (voiced ? window.toMs - window.fromMs : 0);
  const held = { ...next, floor: { ...floor, voicedMs } };
  return floor.status === 'draining' ? drained(held, window.toMs, rules) : still(held);
}

/**
 * A free floor and a person who may be speaking: theirs once there is enough speech.
 * `untilMs`: how far their sound has been judged; it may lag behind the clock without being old.
 */
function mayOpen(state: FloorState, identity: string, untilMs: number, nowMs: number, rules: FloorRules): FloorStep {
  const person = state.people.get(identity);
  if (!person?.run || !mayTakeByVoice(state, person)) return still(state);
  const stops = state.answer === 'thinking' || state.answer === 'speaking';
  const clear = stops ? rules.interruptAfterMs : rules.openAfterMs;
  const echo = mayBeEcho(state.spoken, person, rules.echoLearningMs);
  const enough = echo ? rules.interruptEchoAfterMs : clear;
  if (person.run.voicedMs < enough || person.run.lastVoiceAtMs < untilMs - forgottenOnsetMs) return still(state);
  const floor: Floor = { status: 'voice', identity, sinceMs: person.run.startedAtMs, silence: null };
  const take: FloorEffect = { type: 'take', identity, fromMs: person.run.startedAtMs };
  const wake: FloorEffect = { type: 'wake', atMs: nowMs + rules.timing.unsureMs + rules.lateWindowsMs };
  return { state: { ...state, floor, hold: null }, effects: [...(stops ? interruption(state.hold) : []), take, wake] };
}

/** A run that fell silent this long ago opens nothing (it ended while another one held the floor). */
const forgottenOnsetMs = 100;

type VoiceFloor = Extract<Floor, { status: 'voice' }>;

function spoke(state: FloorState, floor: VoiceFloor, nowMs: number, rules: FloorRules): FloorStep {
  if (nowMs - floor.sinceMs >= rules.longestTurnMs) return close(state, nowMs, rules);
  // Where the track falls silent by muting, no window says so: the timer does.
  const wake: FloorEffect = { type: 'wake', atMs: nowMs + rules.timing.unsureMs + rules.lateWindowsMs };
  return { state: { ...state, floor: { ...floor, silence: null } }, effects: [wake] };
}

/** In a pause of the holder time goes on with each piece of sound: its end need not wait for the end of a window. */
function partHeard(state: FloorState, identity: string, part: SoundPart, rules: FloorRules): FloorStep {
  const { floor } = state;
  const person = state.people.get(identity);
  if (floor.status !== 'voice' || floor.identity !== identity || !floor.silence || !person?.run) return still(state);
  const next = withPerson(state, identity, { ...person, run: hearPart(person.run, part) });
  if (!isJudgedNearly(person.run, part.toMs)) return still(next);
  return paused(next, floor, part.toMs, rules);
}

/** `untilMs`: how far the holder's sound has come. */
function paused(state: FloorState, floor: VoiceFloor, untilMs: number, rules: FloorRules): FloorStep {
  const run = state.people.get(floor.identity)?.run;
  const fromMs = run ? silentSinceMs(run) : (floor.silence?.fromMs ?? untilMs);
  const unasked = { generation: null, asked: 0, waitMs: rules.timing.unsureMs };
  const silence: Silence = { ...(floor.silence ?? unasked), fromMs, untilMs };
  if (isOver(run, silence)) return close(state, untilMs, rules);
  const overAtMs = Math.max(fromMs + silence.waitMs, run ? doubtfulUntilMs(run) : -Infinity);
  const wake: FloorEffect = { type: 'wake', atMs: overAtMs + rules.lateWindowsMs };
  const step = goOn(state, floor, silence, rules.timing);
  return { state: step.state, effects: [...step.effects, wake] };
}

/** What a silence of this length gives cause to: to begin an answer ahead, to ask the model. */
function goOn(state: FloorState, floor: VoiceFloor, silence: Silence, timing: EndOfTurnTiming): FloorStep {
  const { identity } = floor;
  const isNew = silence.generation === null;
  if (isNew && silence.untilMs - silence.fromMs < timing.aheadAfterMs) {
    return still({ ...state, floor: { ...floor, silence } });
  }
  const generation = silence.generation ?? state.generation + 1;
  const question = dueQuestion(silence, timing);
  const asked = silence.asked + (question ? 1 : 0);
  const effects: FloorEffect[] = isNew ? [{ type: 'pause', identity }] : [];
  if (question) effects.push({ type: 'ask', identity, generation, question });
  return {
    state: {
      ...state,
      generation: Math.max(state.generation, generation),
      floor: { ...floor, silence: { ...silence, generation, asked } },
    },
    effects,
  };
}

const isOver = (run: VoiceRun | null | undefined, { fromMs, untilMs, waitMs }: Silence): boolean =>
  untilMs - fromMs >= waitMs && (!run || untilMs >= doubtfulUntilMs(run));

function predicted(
  state: FloorState,
  { generation, question, probability }: Extract<FloorEvent, { type: 'predicted' }>,
  nowMs: number,
  rules: FloorRules,
): FloorStep {
  const { floor } = state;
  if (floor.status !== 'voice' || floor.silence?.generation !== generation) return still(state);
  const silence = answered(floor.silence, question, probability, rules.overProbability);
  const next = { ...state, floor: { ...floor, silence } };
  if (isOver(state.people.get(floor.identity)?.run, silence)) return close(next, nowMs, rules);
  return { state: next, effects: [{ type: 'wake', atMs: silence.fromMs + silence.waitMs + rules.lateWindowsMs }] };
}

function pressed(
  state: FloorState,
  identity: string,
  action: 'down' | 'up' | 'toggle' | 'cancel',
  nowMs: number,
  rules: FloorRules,
): FloorStep {
  // A key may be quicker than the news that its person has joined.
  const person = personOf(state, identity, nowMs);
  if (action === 'cancel') return cancelled(state, identity, person, nowMs);
  if (action === 'toggle' && state.mode === 'push-to-talk' && !person.keyed)
    return toggled(state, identity, person, nowMs, rules);
  const down = action === 'toggle' ? !person.keyed : action === 'down';
  if (down === person.keyed) return still(state);
  const next = withPerson(state, identity, { ...person, keyed: down });
  if (down) return keyTakes(next, identity, nowMs, rules);
  if (next.floor.status !== 'key' || next.floor.identity !== identity) return still(next);
  return {
    state: { ...next, floor: { ...next.floor, status: 'draining', sinceMs: nowMs } },
    effects: [{ type: 'wake', atMs: nowMs + rules.drainMostMs + rules.lateWindowsMs }],
  };
}

/** Locks this person hands-free, or unlocks and ends the turn they are in. */
function toggled(state: FloorState, identity: string, person: Person, nowMs: number, rules: FloorRules): FloorStep {
  const next = withPerson(state, identity, { ...person, locked: !person.locked });
  const { floor } = next;
  if (!person.locked || floor.status !== 'voice' || floor.identity !== identity) return still(next);
  const voicedMs = person.run?.voicedMs ?? 0;
  return {
    state: { ...next, floor: { status: 'draining', identity, sinceMs: nowMs, voicedMs } },
    effects: [{ type: 'wake', atMs: nowMs + rules.drainMostMs + rules.lateWindowsMs }],
  };
}

function keyTakes(state: FloorState, identity: string, nowMs: number, rules: FloorRules): FloorStep {
  const { floor } = state;
  if (floor.status === 'key' && floor.identity !== identity) return still(state);
  const effects: FloorEffect[] = [];
  if (floor.status === 'draining')
    effects.push(...close(state, nowMs, rules).effects.filter((one) => one.type !== 'take'));
  else if (floor.status === 'voice' && floor.identity !== identity)
    effects.push({ type: 'drop', identity: floor.identity });
  if (state.answer === 'thinking' || state.answer === 'speaking') effects.push(...interruption(state.hold));
  const continues = floor.status === 'voice' && floor.identity === identity;
  const sinceMs = continues ? floor.sinceMs : nowMs;
  const voicedMs = continues ? (state.people.get(identity)?.run?.voicedMs ?? 0) : 0;
  if (!continues) effects.push({ type: 'take', identity, fromMs: nowMs });
  effects.push({ type: 'wake', atMs: sinceMs + rules.longestTurnMs });
  return { state: { ...state, hold: null, floor: { status: 'key', identity, sinceMs, voicedMs } }, effects };
}

function cancelled(state: FloorState, identity: string, person: Person, nowMs: number): FloorStep {
  const next = withPerson(state, identity, { ...person, keyed: false, locked: false, run: null });
  if (holderOf(state) === identity) return free(next, [{ type: 'drop', identity }], nowMs);
  return { state: { ...next, hold: null }, effects: interruption(state.hold) };
}

/** `untilMs`: how far the sound has come in; a busy machine reads it late. */
function drained(state: FloorState, untilMs: number, rules: FloorRules): FloorStep {
  const { floor } = state;
  if (floor.status !== 'draining') return still(state);
  const run = state.people.get(floor.identity)?.run;
  const drainedMs = untilMs - floor.sinceMs;
  const quiet = !run || untilMs - run.lastVoiceAtMs >= quietWhenDrainedMs;
  return drainedMs >= rules.drainMostMs || (drainedMs >= rules.drainLeastMs && quiet)
    ? close(state, untilMs, rules)
    : still(state);
}

/** After key-up this much silence means that the last word is in. */
const quietWhenDrainedMs = 90;

function woke(state: FloorState, nowMs: number, rules: FloorRules): FloorStep {
  const { floor } = state;
  switch (floor.status) {
    case 'free':
      return state.hold ? mayHold(state, state.hold.identity, nowMs - rules.lateWindowsMs, nowMs, rules) : still(state);
    case 'voice':
      return paused(state, floor, nowMs - rules.lateWindowsMs, rules);
    case 'key':
      return nowMs - floor.sinceMs >= rules.longestTurnMs ? close(state, nowMs, rules) : still(state);
    case 'draining':
      return drained(state, nowMs - rules.lateWindowsMs, rules);
    default:
      return assertNever(floor);
  }
}

/** Ends the holder's turn: committed where there was speech, else dropped; then whoever waits may have the floor. */
function close(state: FloorState, nowMs: number, rules: FloorRules): FloorStep {
  const { floor } = state;
  if (floor.status === 'free') return still(state);
  const { identity } = floor;
  const person = state.people.get(identity);
  const voicedMs = floor.status === 'voice' ? (person?.run?.voicedMs ?? 0) : floor.voicedMs;
  const least = floor.status === 'voice' ? rules.leastSpeechMs : rules.openAfterMs;
  const spoken = voicedMs >= least;
  const effect: FloorEffect = spoken
    ? { type: 'commit', identity, sinceMs: floor.sinceMs }
    : { type: 'drop', identity };
  const next = person ? withPerson(state, identity, { ...person, run: null }) : state;
  // The answer is under way from here on; the driver reports its phases.
  return free({ ...next, answer: spoken ? 'thinking' : next.answer }, [effect], nowMs);
}

function free(state: FloorState, effects: readonly FloorEffect[], nowMs: number): FloorStep {
  const next: FloorState = { ...state, floor: { status: 'free' } };
  const waiting = [...next.people].find(([, person]) => person.keyed);
  const committed = effects.some((effect) => effect.type === 'commit');
  if (!waiting || committed) return { state: next, effects };
  const [identity] = waiting;
  return {
    state: { ...next, floor: { status: 'key', identity, sinceMs: nowMs, voicedMs: 0 } },
    effects: [...effects, { type: 'take', identity, fromMs: nowMs }],
  };
}

const still = (state: FloorState): FloorStep => ({ state, effects: [] });

function assertNever(value: never): never {
  throw new Error(`unexpected ${JSON.stringify(value)}`);
}
