/**
 * P1's samples as rows and notes. Pure.
 */
import type { Row } from '../gate.ts';
import { answerLimitMs } from '../rigs/answer-limit.ts';
import type { TurnSample } from '../rigs/conversation.ts';
import { totalNote } from '../total-note.ts';
import { median, ratioOfMedians, share } from '../statistics.ts';
import type { Pair } from '../statistics.ts';

export interface P1Samples {
  /** Whole sentences: round by round, every system once. */
  readonly turns: readonly TurnSample[];
  /** Sentences with a pause. */
  readonly cuts: readonly TurnSample[];
  /** The fastest peer's silence. */
  readonly silenceMs: number;
  /** Why ours was not measured, or null. */
  readonly failure: string | null;
}

/** With fewer turns heard and answered than this, figures of the rest mean nothing. */
const leastAnsweredShare = 0.8;

export function toRows(samples: P1Samples): Row[] {
  return [
    toSpeedRow(samples, 'default', 'default turn detection', 0.7),
    toSpeedRow(samples, 'fastest', `server VAD ${String(samples.silenceMs)} ms`, 1.0),
    toCutRow(samples),
  ];
}

function toSpeedRow({ turns, failure }: P1Samples, peer: string, peerName: string, limit: number): Row {
  const pairs = toPairs(turns, peer);
  const problem = failure ?? notAnswered(turns, 'parley') ?? notAnswered(turns, peer);
  const ratio = pairs.length > 0 ? ratioOfMedians(pairs) : null;
  return {
    id: `P1.${peer}`,
    what: 'end of speech → first agent audio',
    unit: 'ms',
    ours: ratio ? median(pairs.map(({ ours }) => ours)) : null,
    peerName,
    peer: median(turns.filter(({ system }) => system === peer).flatMap((turn) => waitOf(turn) ?? [])),
    ratio,
    gate: `≤ ${limit.toFixed(1)}`,
    passed: problem === null && ratio !== null && ratio.value <= limit,
    rounds: pairs.length,
    ...(problem === null ? {} : { failure: problem }),
  };
}

/** A turn without an answer is as slow as can be; one in which the person was cut off says nothing of speed. */
function waitOf({ addedMs, cut }: TurnSample): number | null {
  return cut ? null : (addedMs ?? answerLimitMs);
}

/** In words, where too many turns of this system had no answer; else null. */
function notAnswered(turns: readonly TurnSample[], system: string): string | null {
  const whole = turns.filter((turn) => turn.system === system && !turn.cut);
  const answered = whole.filter(({ addedMs }) => addedMs !== null).length;
  if (answered >= whole.length * leastAnsweredShare) return null;
  return `${system} answered ${String(answered)} of ${String(whole.length)} turns`;
}

/** Turns of the same round: the nth of ours with the nth of the peer's. */
function toPairs(turns: readonly TurnSample[], peer: string): Pair[] {
  const theirs = turns.filter(({ system }) => system === peer);
  return turns
    .filter(({ system }) => system === 'parley')
    .flatMap((turn, round) => {
      const other = theirs[round];
      const [ours, peerMs] = [waitOf(turn), other ? waitOf(other) : null];
      return ours === null || peerMs === null ? [] : [{ ours, peer: peerMs }];
    });
}

function toCutRow({ cuts, failure }: P1Samples): Row {
  const ours = cutsOf(cuts, 'parley');
  const peer = cutsOf(cuts, 'default');
  const problem = failure ?? notHeard(cuts, 'parley') ?? notHeard(cuts, 'default');
  return {
    id: 'P1.cuts',
    what: 'turns cut at a pause in the sentence',
    unit: '%',
    ours,
    peerName: 'default turn detection',
    peer,
    ratio: null,
    gate: '≤ peer',
    passed: problem === null && ours !== null && peer !== null && ours <= peer,
    rounds: cuts.filter(({ system }) => system === 'default').length,
    ...(problem === null ? {} : { failure: problem }),
  };
}

/** Who was not heard at all was not let finish either. */
const isHeard = ({ committedAfterMs }: TurnSample): boolean => committedAfterMs.length > 0;

function notHeard(cuts: readonly TurnSample[], system: string): string | null {
  const all = cuts.filter((sample) => sample.system === system);
  const heard = all.filter(isHeard).length;
  return heard >= all.length * leastAnsweredShare
    ? null
    : `${system} heard ${String(heard)} of ${String(all.length)} turns`;
}

/** Share of the turns that were heard, or null where none was. */
export function cutsOf(cuts: readonly TurnSample[], system: string, pauseMs?: number): number | null {
  const chosen = cuts.filter(
    (sample) => sample.system === system && isHeard(sample) && (pauseMs === undefined || sample.pauseMs === pauseMs),
  );
  return chosen.length > 0 ? share(chosen.map(({ cut }) => cut)) : null;
}

export function toNotes({ turns, cuts, silenceMs }: P1Samples, pausesMs: readonly number[]): string[] {
  const percent = (value: number | null): string => (value === null ? '–' : `${(value * 100).toFixed(0)} %`);
  const line = (system: string, name: string): string =>
    `  ${name}: ${pausesMs.map((pauseMs) => `${String(pauseMs)} ms ${percent(cutsOf(cuts, system, pauseMs))}`).join(', ')}`;
  return [
    'P1: turns cut at pauses in the sentence',
    line('parley', 'parley'),
    line('default', 'default turn detection'),
    line('fastest', `server VAD ${String(silenceMs)} ms`),
    totalNote('P1', turns),
    `P1: turns without an answer within ${String(answerLimitMs)} ms: ${unanswered(turns, 'parley')}, ${unanswered(turns, 'default')}, ${unanswered(turns, 'fastest')}.`,
    "P1: the plugin's default is semantic_vad, which the simulated provider ends after 500 ms of silence, as server VAD by default.",
  ];
}

function unanswered(turns: readonly TurnSample[], system: string): string {
  const own = turns.filter((turn) => turn.system === system);
  return `${system} ${String(own.filter(({ addedMs, cut }) => addedMs === null && !cut).length)} of ${String(own.length)}`;
}
