/**
 * What the floor is made of: its rules, the people, the state, what happens to it and what it has done.
 *
 * Path: floor-state, hold and floor share it. Pure.
 * Always: a person is known before they have joined: a key may be quicker than that news.
 */
import type { EndOfTurnTiming, Question, Silence } from './end-of-turn.ts';
import { nothingSpoken, spokenMs } from './echo.ts';
import type { SpokenTime } from './echo.ts';
import type { Hold } from './hold.ts';
import type { SoundPart, VoiceRun, VoiceWindow } from './voice-run.ts';

export interface FloorRules {
  readonly timing: EndOfTurnTiming;
  /** From this probability on (0–1) the end-of-turn model means that the turn is over. */
  readonly overProbability: number;
  /** Speech that opens a turn while nothing is being answered. */
  readonly openAfterMs: number;
  /** Dense speech that silences an answer for the moment: it may be a cough, or the start of more. */
  readonly holdAfterMs: number;
  /** Silence after which an answer that was silenced for the moment goes on. */
  readonly releaseAfterMs: number;
  /** Speech that stops an answer. Less than the framework's 500, more than a cough. */
  readonly interruptAfterMs: number;
  /** The same for what may be the echo of the answer, until the person's device has heard `echoLearningMs` of it. */
  readonly interruptEchoAfterMs: number;
  readonly echoLearningMs: number;
  /** Less speech than this in a whole turn is noise. */
  readonly leastSpeechMs: number;
  /** After key-up: earliest and latest end of taking the frames still under way. */
  readonly drainLeastMs: number;
  readonly drainMostMs: number;
  /** Without windows (a muted track) a silence is believed this much later: sound may still be under way. */
  readonly lateWindowsMs: number;
  /** A turn that never pauses, or a key that is never let go, is committed after this. */
  readonly longestTurnMs: number;
}

export interface Person {
  /** The owner's device: in push-to-talk mode its voice alone opens no turn. */
  readonly owner: boolean;
  readonly keyed: boolean;
  /** Hands-free for this person although the mode is push-to-talk (double tap, tray click). */
  readonly locked: boolean;
  readonly run: VoiceRun | null;
  /** What the assistant had said when they joined, ms. */
  readonly heardSince: number;
}

export type Floor =
  | { readonly status: 'free' }
  | { readonly status: 'voice'; readonly identity: string; readonly sinceMs: number; readonly silence: Silence | null }
  | { readonly status: 'key'; readonly identity: string; readonly sinceMs: number; readonly voicedMs: number }
  | { readonly status: 'draining'; readonly identity: string; readonly sinceMs: number; readonly voicedMs: number };

/** `working`: a tool runs and nothing is heard, so a new turn stops nothing. */
export type AnswerPhase = 'none' | 'working' | 'thinking' | 'speaking';

export interface FloorState {
  readonly mode: 'hands-free' | 'push-to-talk';
  readonly answer: AnswerPhase;
  readonly spoken: SpokenTime;
  readonly people: ReadonlyMap<string, Person>;
  readonly floor: Floor;
  /** Only while the floor is free and the answer is spoken. */
  readonly hold: Hold | null;
  readonly generation: number;
}

export type FloorEvent =
  | { readonly type: 'joined'; readonly identity: string; readonly owner: boolean }
  | { readonly type: 'left'; readonly identity: string }
  | { readonly type: 'window'; readonly identity: string; readonly window: VoiceWindow }
  /** Comes before the window it is part of. */
  | { readonly type: 'part'; readonly identity: string; readonly part: SoundPart }
  | { readonly type: 'key'; readonly identity: string; readonly action: 'down' | 'up' | 'toggle' | 'cancel' }
  | {
      readonly type: 'predicted';
      readonly generation: number;
      readonly question: Question;
      readonly probability: number;
    }
  | { readonly type: 'answerChanged'; readonly answer: AnswerPhase }
  | { readonly type: 'modeChanged'; readonly mode: FloorState['mode'] }
  | { readonly type: 'woke' };

export type FloorEffect =
  /** From now on this person's audio goes to the model, from `fromMs` (pre-roll comes before it). */
  | { readonly type: 'take'; readonly identity: string; readonly fromMs: number }
  | { readonly type: 'commit'; readonly identity: string; readonly sinceMs: number }
  /** What went to the model since `take` is forgotten; no turn. */
  | { readonly type: 'drop'; readonly identity: string }
  /** The turn may be over soon: what answers it may begin ahead, unheard. */
  | { readonly type: 'pause'; readonly identity: string }
  | { readonly type: 'ask'; readonly identity: string; readonly generation: number; readonly question: Question }
  | { readonly type: 'interrupt' }
  /** The answer falls silent where it is, until `release` lets it go on from there or `interrupt` ends it. */
  | { readonly type: 'hold' }
  | { readonly type: 'release' }
  /** Calls `woke` then; replaces the earlier one. */
  | { readonly type: 'wake'; readonly atMs: number };

export interface FloorStep {
  readonly state: FloorState;
  readonly effects: readonly FloorEffect[];
}

export const initialFloor = (mode: FloorState['mode']): FloorState => ({
  mode,
  answer: 'none',
  spoken: nothingSpoken,
  people: new Map(),
  floor: { status: 'free' },
  hold: null,
  generation: 0,
});

/** Also of one of whose joining we do not know yet. */
export const personOf = (state: FloorState, identity: string, nowMs: number): Person =>
  state.people.get(identity) ?? {
    owner: true,
    keyed: false,
    locked: false,
    run: null,
    heardSince: spokenMs(state.spoken, nowMs),
  };

export const holderOf = (state: FloorState): string | null =>
  state.floor.status === 'free' ? null : state.floor.identity;

export function withPerson(state: FloorState, identity: string, person: Person): FloorState {
  return { ...state, people: new Map(state.people).set(identity, person) };
}
