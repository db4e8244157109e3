/**
 * P1's samples as rows and notes. Pure.
 */
import type { Row } from '../gate.ts';
import type { TurnSample } from '../rigs/conversation.ts';
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

/** A round in which one of the two was not answered or was cut off says nothing of their speed. */
const leastRoundsShare = 0.8;

export function toRows(samples: P1Samples): Row[] {
  return [
    toSpeedRow(samples, 'default', 'default turn detection', 0.7),
    toSpeedRow(samples, 'fastest', `server VAD ${String(samples.silenceMs)} ms`, 1.0),
    toCutRow(samples),
  ];
}

function toSpeedRow({ turns, failure }: P1Samples, peer: string, peerName: string, limit: number): Row {
  const ofPeer = turns.filter(({ system }) => system === peer);
  const pairs = toPairs(turns, peer);
  const enough = pairs.length >= ofPeer.length * leastRoundsShare;
  const ratio = pairs.length > 0 ? ratioOfMedians(pairs) : null;
  const unanswered = enough
    ? null
    : `only ${String(pairs.length)} of ${String(ofPeer.length)} rounds were answered by both`;
  const problem = failure ?? unanswered;
  return {
    id: `P1.${peer}`,
    what: 'end of speech → first agent audio',
    unit: 'ms',
    ours: pairs.length > 0 ? median(pairs.map(({ ours }) => ours)) : null,
    peerName,
    peer: median(ofPeer.flatMap(({ addedMs }) => (addedMs === null ? [] : [addedMs]))),
    ratio,
    gate: `≤ ${limit.toFixed(1)}`,
    passed: problem === null && ratio !== null && ratio.value <= limit,
    rounds: pairs.length,
    ...(problem === null ? {} : { failure: problem }),
  };
}

/** Turns of the same round: the nth of ours with the nth of the peer's. */
function toPairs(turns: readonly TurnSample[], peer: string): Pair[] {
  const ours = turns.filter(({ system }) => system === 'parley');
  const theirs = turns.filter(({ system }) => system === peer);
  return ours.flatMap(({ addedMs }, round) => {
    const other = theirs[round]?.addedMs ?? null;
    return addedMs === null || other === null ? [] : [{ ours: addedMs, peer: other }];
  });
}

function toCutRow({ cuts, failure }: P1Samples): Row {
  const ours = cutsOf(cuts, 'parley');
  const peer = cutsOf(cuts, 'default') ?? 0;
  return {
    id: 'P1.cuts',
    what: 'turns cut at a pause in the sentence',
    unit: '%',
    ours,
    peerName: 'default turn detection',
    peer,
    ratio: null,
    gate: '≤ peer',
    passed: failure === null && ours !== null && ours <= peer,
    rounds: cuts.filter(({ system }) => system === 'default').length,
    ...(failure === null ? {} : { failure }),
  };
}

function cutsOf(cuts: readonly TurnSample[], system: string, pauseMs?: number): number | null {
  const chosen = cuts.filter(
    (sample) => sample.system === system && (pauseMs === undefined || sample.pauseMs === pauseMs),
  );
  return chosen.length > 0 ? share(chosen.map(({ cut }) => cut)) : null;
}

export function toNotes(cuts: readonly TurnSample[], silenceMs: number, pausesMs: readonly number[]): string[] {
  const percent = (value: number | null): string => (value === null ? '–' : `${(value * 100).toFixed(0)} %`);
  const line = (system: string, name: string): string =>
    `  ${name}: ${pausesMs.map((pauseMs) => `${String(pauseMs)} ms ${percent(cutsOf(cuts, system, pauseMs))}`).join(', ')}`;
  return [
    'P1: turns cut at pauses in the sentence',
    line('parley', 'parley'),
    line('default', 'default turn detection'),
    line('fastest', `server VAD ${String(silenceMs)} ms`),
    "P1: the plugin's default is semantic_vad, which the simulated provider ends after 500 ms of silence, as server VAD by default.",
  ];
}
