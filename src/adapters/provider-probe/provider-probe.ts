/**
 * Tries one stage of a provider over its own protocol.
 *
 * Path: core/talk/provider-test.ts -> here -> an OpenAI-compatible service.
 * Always: one real call (and, where the answer was "not found", one more that tells a wrong model from a wrong address);
 * no redirect is followed, so the key goes nowhere else; what is thrown names host and model, never the key.
 */
import type { ProviderStage } from '../../contract/index.ts';
import type { ProbeTarget, ProviderProbe } from '../../core/ports.ts';
import { openRealtime } from './open-realtime.ts';
import { readBeginning } from './read-beginning.ts';
import { ask, hostOf, readJson } from './rest.ts';
import { sampleWave } from './sample-wave.ts';
import { ProbeFailure, toAppError } from './words.ts';

/** The header of a WAV and a little more; of the rest nothing is wanted. */
const leastSoundBytes = 100;

type Probe = (target: ProbeTarget, signal: AbortSignal) => Promise<string>;

const probes: Readonly<Record<ProviderStage, Probe>> = {
  realtime: async (target, signal) => {
    await openRealtime(target, signal);
    return `${hostOf(target)} opened a voice session with ${target.model}.`;
  },
  transcription: async (target, signal) => {
    const form = new FormData();
    form.set('file', new Blob([sampleWave()], { type: 'audio/wav' }), 'try.wav');
    form.set('model', target.model);
    form.set('response_format', 'json');
    const { text } = await readJson(await ask(target, '/audio/transcriptions', form, signal));
    if (typeof text !== 'string') throw new ProbeFailure('not-compatible');
    return `${hostOf(target)} listened with ${target.model}.`;
  },
  completion: async (target, signal) => {
    const messages = [{ role: 'user', content: 'Answer with the one word: ready' }];
    const body = await readJson(await ask(target, '/chat/completions', { model: target.model, messages }, signal));
    if (!Array.isArray(body['choices']) || body['choices'].length === 0) throw new ProbeFailure('not-compatible');
    return `${hostOf(target)} answered with ${target.model}.`;
  },
  speech: async (target, signal) => {
    const { model, voice, format } = target;
    const request = { model, voice, input: 'Ready.', response_format: format };
    const sound = await readBeginning(await ask(target, '/audio/speech', request, signal), leastSoundBytes);
    const isWave = new TextDecoder('latin1').decode(sound.subarray(0, 4)) === 'RIFF';
    if (sound.length < leastSoundBytes) throw new ProbeFailure('no-sound');
    if (isWave !== (format === 'wav')) throw new ProbeFailure(isWave ? 'is-wave' : 'is-no-wave');
    return `${hostOf(target)} spoke with ${model} and the voice ${voice}.`;
  },
};

export const providerProbe: ProviderProbe = {
  async run(stage, target, signal) {
    signal.throwIfAborted();
    try {
      return await probes[stage](target, signal);
    } catch (error) {
      signal.throwIfAborted();
      throw toAppError(error, stage, target);
    }
  },
};
