/**
 * What is compared of speech: mel cepstra and their slopes, one vector per 12.5 ms, of the spoken part only.
 *
 * Path: recogniser and templates -> here. Pure. Always: independent of level (no energy term) and of a fixed colouring of the sound
 * (each coefficient's mean is taken out), so that gain control, codecs and microphones change little.
 */
import { sampleRateHz } from '../speaking/pcm.ts';
import { createSpectrum } from './fourier.ts';
import { findSpeech } from './speech-span.ts';

const windowSamples = 512;
const hopSamples = 300;
const melBands = 26;
const lowestHz = 120;
const highestHz = 6800;
const cepstra = 12;
/** Cepstra, then their slopes. */
export const vectorSize = cepstra * 2;
export const frameMs = (hopSamples / sampleRateHz) * 1000;

const hann = Float64Array.from(
  { length: windowSamples },
  (_, index) => 0.5 - 0.5 * Math.cos((2 * Math.PI * index) / windowSamples),
);
const spectrum = createSpectrum(windowSamples);
const filters = createMelFilters();
const cosineTable = createCosineTable();
/** How much quieter than the utterance's loudest band a band may be before it counts as nothing, in nepers of power. */
const depth = 9;
const slopeWeight = 1.6;

/** Frames in a row; frame `index` is at `index * vectorSize`. */
export interface Features {
  readonly frames: number;
  readonly values: Float32Array;
}

/** The features of the spoken part, or null where nothing is spoken. */
export function toFeatures(pcm: Int16Array): Features | null {
  const { logs, powers, frames } = toLogMel(pcm);
  const span = findSpeech(powers);
  if (!span) return null;
  const count = span.end - span.start;
  const bands = logs.subarray(span.start * melBands, span.end * melBands);
  if (frames < 1 || count < 4) return null;
  return { frames: count, values: withSlopes(toCepstra(bands, count), count) };
}

function toLogMel(pcm: Int16Array): { logs: Float64Array; powers: Float64Array; frames: number } {
  const frames = Math.max(0, Math.floor((pcm.length - windowSamples) / hopSamples) + 1);
  const logs = new Float64Array(frames * melBands);
  const powers = new Float64Array(frames);
  const frame = new Float64Array(windowSamples);
  const power = new Float64Array(windowSamples / 2 + 1);
  for (let index = 0; index < frames; index += 1) {
    fillFrame(frame, pcm, index * hopSamples);
    spectrum(frame, power);
    let sum = 0;
    for (const [band, filter] of filters.entries()) {
      let energy = 0;
      for (let bin = 0; bin < filter.weights.length; bin += 1)
        energy += filter.weights[bin]! * power[filter.first + bin]!;
      logs[index * melBands + band] = Math.log(energy + 1);
      sum += energy;
    }
    powers[index] = sum;
  }
  return { logs, powers, frames };
}

/** One window with the highs raised, as voices fall off towards them. */
function fillFrame(frame: Float64Array, pcm: Int16Array, start: number): void {
  let previous = pcm[start - 1] ?? 0;
  for (let index = 0; index < windowSamples; index += 1) {
    const sample = pcm[start + index]!;
    frame[index] = (sample - 0.95 * previous) * hann[index]!;
    previous = sample;
  }
}

function toCepstra(bands: Float64Array, frames: number): Float64Array {
  let loudest = -Infinity;
  for (const value of bands) if (value > loudest) loudest = value;
  const floor = loudest - depth;
  const result = new Float64Array(frames * cepstra);
  const row = new Float64Array(melBands);
  for (let index = 0; index < frames; index += 1) {
    for (let band = 0; band < melBands; band += 1) row[band] = Math.max(floor, bands[index * melBands + band]!);
    for (let order = 0; order < cepstra; order += 1) {
      let sum = 0;
      for (let band = 0; band < melBands; band += 1) sum += row[band]! * cosineTable[order * melBands + band]!;
      result[index * cepstra + order] = sum;
    }
  }
  centre(result, frames);
  return result;
}

function centre(values: Float64Array, frames: number): void {
  for (let order = 0; order < cepstra; order += 1) {
    let mean = 0;
    for (let index = 0; index < frames; index += 1) mean += values[index * cepstra + order]!;
    mean /= frames;
    for (let index = 0; index < frames; index += 1) values[index * cepstra + order]! -= mean;
  }
}

function withSlopes(values: Float64Array, frames: number): Float32Array {
  const result = new Float32Array(frames * vectorSize);
  const at = (index: number, order: number): number =>
    values[Math.max(0, Math.min(frames - 1, index)) * cepstra + order]!;
  for (let index = 0; index < frames; index += 1) {
    for (let order = 0; order < cepstra; order += 1) {
      const slope =
        (at(index + 1, order) - at(index - 1, order) + 2 * (at(index + 2, order) - at(index - 2, order))) / 10;
      result[index * vectorSize + order] = at(index, order);
      result[index * vectorSize + cepstra + order] = slope * slopeWeight * 2;
    }
  }
  return result;
}

function createMelFilters(): { first: number; weights: Float64Array }[] {
  const toMel = (hz: number): number => 2595 * Math.log10(1 + hz / 700);
  const toHz = (mel: number): number => 700 * (10 ** (mel / 2595) - 1);
  const edges = Array.from({ length: melBands + 2 }, (_, index) => {
    const mel = toMel(lowestHz) + ((toMel(highestHz) - toMel(lowestHz)) * index) / (melBands + 1);
    return (toHz(mel) / sampleRateHz) * windowSamples;
  });
  return Array.from({ length: melBands }, (_, band) => {
    const [low, middle, high] = [edges[band]!, edges[band + 1]!, edges[band + 2]!];
    const first = Math.ceil(low);
    const weights = Float64Array.from({ length: Math.max(1, Math.floor(high) - first + 1) }, (_unused, offset) => {
      const bin = first + offset;
      return Math.max(1e-3, bin <= middle ? (bin - low) / (middle - low) : (high - bin) / (high - middle));
    });
    return { first, weights };
  });
}

/** A cosine transform whose middle orders weigh more ("liftering"), scaled so that distances are of the order of 1. */
function createCosineTable(): Float64Array {
  const table = new Float64Array(cepstra * melBands);
  for (let order = 1; order <= cepstra; order += 1) {
    const lift = 1 + 0.5 * cepstra * Math.sin((Math.PI * order) / cepstra);
    for (let band = 0; band < melBands; band += 1) {
      const cosine = Math.cos((Math.PI * order * (band + 0.5)) / melBands);
      table[(order - 1) * melBands + band] = (cosine * lift) / melBands / 2;
    }
  }
  return table;
}
