/**
 * How far two utterances are from each other when either may be up to twice as fast as the other at any place (dynamic time warping).
 *
 * Pure. Always: 0 for identical ones; normalised by length; null where the lengths rule a match out or the limit is passed.
 * A little may be missing at either end, at a price: gates, pre-roll and end-pointing nibble there.
 * The first may also stand still: sound that comes late is stretched by its receiver, 100 ms in one place on a busy machine.
 * Source: Sakoe and Chiba 1978, symmetric form with slope constraint 1.
 */
import { vectorSize } from './features.ts';
import type { Features } from './features.ts';

/** Longest against shortest that may still be the same sentence; ±15 % speed is 1.18, the rest is for ragged ends. */
const mostStretch = 1.3;
/** How far the path may leave the diagonal, as a share of the length. */
const bandShare = 0.14;
/** 150 ms: about a syllable. */
const windowFrames = 12;

/** Frames (100 ms) that may be missing at an end, at most this share of the utterance, and the distance counted for each. */
const mostSkipped = 8;
const skippedShare = 0.1;
const skippedDistance = 1.5;

export interface Alignment {
  /** Mean distance along the best path. */
  readonly score: number;
  /** Mean distance in its worst 150 ms: high where a syllable is another or missing, however well the rest fits. */
  readonly worst: number;
}

/** Counted for each frame for which the first stands still, above how much it changes all the same. */
const stalledDistance = 2.1;

const fromStart = 0;
const straight = 1;
const leftTwice = 2;
const rightTwice = 3;
const leftStalls = 4;

/** The cells of one comparison: a row per frame of the one, a column per frame of the other. */
interface Grid {
  readonly height: number;
  readonly width: number;
  readonly skip: number;
  readonly distances: Float32Array;
  readonly costs: Float32Array;
  readonly steps: Uint8Array;
  /** How far each row's frame is from the one before it. */
  readonly changes: Float32Array;
}

/** Aligns the two; null where their score is above `limit`. */
export function align(left: Features, right: Features, limit = Infinity): Alignment | null {
  const [longer, shorter] = [Math.max(left.frames, right.frames), Math.min(left.frames, right.frames)];
  if (longer > shorter * mostStretch + 4) return null;
  const grid = createGrid(left, right.frames, Math.min(mostSkipped, Math.floor(shorter * skippedShare)));
  const reach = Math.max(6, Math.ceil(grid.width * bandShare));
  const total = limit * (grid.height + grid.width);
  for (let row = 0; row < grid.height; row += 1) {
    const middle = (row * (grid.width - 1)) / Math.max(1, grid.height - 1);
    const from = Math.max(0, Math.floor(middle - reach));
    const to = Math.min(grid.width - 1, Math.ceil(middle + reach));
    let least = Infinity;
    for (let column = from; column <= to; column += 1) {
      grid.distances[row * grid.width + column] = distance(left.values, row, right.values, column);
      least = Math.min(least, visit(grid, row, column));
    }
    if (least > total && row >= grid.skip) return null;
  }
  const { at, cost } = findEnd(grid);
  const score = cost / (grid.height + grid.width);
  return score <= limit ? { score, worst: worstWindow(pathDistances(grid, at)) } : null;
}

function createGrid({ frames: height, values }: Features, width: number, skip: number): Grid {
  const size = height * width;
  const changes = new Float32Array(height);
  for (let row = 1; row < height; row += 1) changes[row] = distance(values, row, values, row - 1);
  return {
    height,
    width,
    skip,
    distances: new Float32Array(size).fill(Infinity),
    costs: new Float32Array(size).fill(Infinity),
    steps: new Uint8Array(size),
    changes,
  };
}

/** The cheapest cell to end in: the corner, or a few frames of one of the two before it. */
function findEnd({ height, width, skip, costs }: Grid): { at: number; cost: number } {
  const corner = height * width - 1;
  let end = { at: corner, cost: costs[corner]! };
  for (let skipped = 1; skipped <= skip; skipped += 1) {
    for (const at of [corner - skipped, corner - skipped * width]) {
      const cost = costs[at]! + skipped * skippedDistance;
      if (cost < end.cost) end = { at, cost };
    }
  }
  return end;
}

/** The cheapest way to a cell: straight on, two frames of one against one of the other, or the first standing still. */
function visit({ distances, costs, steps, changes, width, skip }: Grid, row: number, column: number): number {
  const at = row * width + column;
  const here = distances[at]!;
  const mayStart = Math.min(row, column) === 0 && Math.max(row, column) <= skip;
  let best = mayStart ? 2 * here + Math.max(row, column) * skippedDistance : Infinity;
  let step = fromStart;
  if (row > 0 && column > 0) {
    const cost = costs[at - width - 1]! + 2 * here;
    if (cost < best) [best, step] = [cost, straight];
  }
  if (row > 1 && column > 0) {
    const cost = costs[at - 2 * width - 1]! + 2 * distances[at - width]! + here;
    if (cost < best) [best, step] = [cost, leftTwice];
  }
  if (row > 0 && column > 1) {
    const cost = costs[at - width - 2]! + 2 * distances[at - 1]! + here;
    if (cost < best) [best, step] = [cost, rightTwice];
  }
  if (row > 0) {
    const cost = costs[at - width]! + changes[row]! + stalledDistance;
    if (cost < best) [best, step] = [cost, leftStalls];
  }
  costs[at] = best;
  steps[at] = step;
  return best;
}

function pathDistances({ distances, steps, changes, width }: Grid, end: number): number[] {
  const path: number[] = [];
  let at = end;
  for (;;) {
    const step = steps[at];
    path.push(step === leftStalls ? changes[Math.floor(at / width)]! + stalledDistance : distances[at]!);
    if (step === fromStart) return path;
    if (step === leftTwice) path.push(distances[at - width]!);
    if (step === rightTwice) path.push(distances[at - 1]!);
    at -= step === leftStalls ? width : width + 1 + (step === leftTwice ? width : step === rightTwice ? 1 : 0);
  }
}

function worstWindow(path: readonly number[]): number {
  const length = Math.min(windowFrames, path.length);
  let sum = 0;
  let worst = 0;
  for (const [index, value] of path.entries()) {
    sum += value - (index >= length ? path[index - length]! : 0);
    if (index >= length - 1) worst = Math.max(worst, sum / length);
  }
  return worst;
}

/** Euclidean distance of two frames. */
function distance(left: Float32Array, leftFrame: number, right: Float32Array, rightFrame: number): number {
  let sum = 0;
  const leftAt = leftFrame * vectorSize;
  const rightAt = rightFrame * vectorSize;
  for (let index = 0; index < vectorSize; index += 1) {
    const difference = left[leftAt + index]! - right[rightAt + index]!;
    sum += difference * difference;
  }
  return Math.sqrt(sum);
}
