/**
 * The peer at its best: the shortest silence at which server voice activity detection cuts no more than ours did.
 *
 * Found without talking: the simulated provider's own detector is run over the utterances. Pure. Whether it holds in a room
 * is measured afterwards, with the rest.
 */
import { VoiceActivity } from '../../../src/demo/realtime/voice-activity.ts';
import { concatenate } from '../../../src/demo/speaking/pcm.ts';
import { toSilence } from '../rigs/speech.ts';
import type { Utterance } from '../rigs/speech.ts';
import { share } from '../statistics.ts';

const shortestMs = 100;
const longestMs = 1_000;
const stepMs = 20;

/** @param mostCuts share 0–1 */
export function shortestSilence(utterances: readonly Utterance[], mostCuts: number): number {
  for (let silenceMs = shortestMs; silenceMs < longestMs; silenceMs += stepMs) {
    if (share(utterances.map((utterance) => cuts(utterance, silenceMs))) <= mostCuts) return silenceMs;
  }
  return longestMs;
}

function cuts(utterance: Utterance, silenceMs: number): boolean {
  const detection = { silenceMs, prefixMs: 300, threshold: 0.5, createResponse: true, interruptResponse: true };
  const boundaries = new VoiceActivity().push(concatenate([utterance.pcm, toSilence(longestMs + stepMs)]), detection);
  return boundaries.some(({ kind, atSample }) => kind === 'stopped' && atSample < utterance.voicedEnd);
}
