/**
 * How far two utterances are from each other when either may be up to twice as fast as the other at any place (dynamic time warping).
 *
 * Pure. Always: 0 for identical ones; normalised by length; null where the lengths rule a match out or the limit is passed.
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

export interface Alignment {
  /** Mean distance along the best path. */
  readonly score: number;
  /** Mean distance in its worst 150 ms: high where a syllable is another or missing, however well the rest fits. */
  readonly worst: number;
}

const fromStart = 0;
const straight = 1;
const leftTwice = 2;
const rightTwice = 3;

/** Aligns the two; null where their score is above `limit`. */
export function align(left: Features, right: Features, limit = Infinity): Alignment | null {
  const [longer, shorter] = [Math.max(left.frames, right.frames), Math.min(left.frames, right.frames)];
  if (longer > shorter * mostStretch + 4) return null;
  const width = right.frames;
  const distances = new Float32Array(left.frames * width).fill(Infinity);
  const costs = new Float32Array(left.frames * width).fill(Infinity);
  const steps = new Uint8Array(left.frames * width);
  const reach = Math.max(6, Math.ceil(width * bandShare));
  const total = limit * (left.frames + width);
  for (let row = 0; row < left.frames; row += 1) {
    const middle = (row * (width - 1)) / Math.max(1, left.frames - 1);
    const from = Math.max(0, Math.floor(middle - reach));
    const to = Math.min(width - 1, Math.ceil(middle + reach));
    let least = Infinity;
    for (let column = from; column <= to; column += 1) {
      const at = row * width + column;
      distances[at] = distance(left.values, row, right.values, column);
      least = Math.min(least, visit(distances, costs, steps, width, row, column));
    }
    if (least > total) return null;
  }
  const score = costs[left.frames * width - 1]! / (left.frames + width);
  return score <= limit ? { score, worst: worstWindow(pathDistances(distances, steps, left.frames, width)) } : null;
}

/** The cheapest way to a cell: straight on, or two frames of one against one of the other. */
function visit(distances: Float32Array, costs: Float32Array, steps: Uint8Array, width: number, row: number, column: number): number {
  const at = row * width + column;
  const here = distances[at]!;
  let best = row === 0 && column === 0 ? 2 * here : Infinity;
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
  costs[at] = best;
  steps[at] = step;
  return best;
}

function pathDistances(distances: Float32Array, steps: Uint8Array, height: number, width: number): number[] {
  const path: number[] = [];
  let at = height * width - 1;
  for (;;) {
    path.push(distances[at]!);
    const step = steps[at];
    if (step === fromStart) return path;
    if (step === leftTwice) path.push(distances[at - width]!);
    if (step === rightTwice) path.push(distances[at - 1]!);
    at -= width + 1 + (step === leftTwice ? width : step === rightTwice ? 1 : 0);
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
