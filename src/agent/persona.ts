/**
 * What the assistant's traits mean for the provider and for the floor. Pure.
 *
 * Path: assignment and `setPersona` -> here -> brain-keeper, floor.
 * Always: `normal` is what was measured (turns/floor.ts, turns/end-of-turn.ts); a voice is taken where the provider that was
 * named for it speaks.
 */
import type { AgentHello, Persona } from '../contract/index.ts';
import { defaultRules } from './turns/floor.ts';
import type { FloorRules } from './turns/floor-model.ts';
import { overProbabilityOf } from './turns/over-probability.ts';

type Provider = AgentHello['hello']['provider'];

/** Speech that stops an answer, ms. */
const interruptAfterMs = { low: 600, normal: defaultRules.interruptAfterMs, high: 128 } as const;
/** Speech that silences an answer for the moment, ms. */
const holdAfterMs = { low: 256, normal: defaultRules.holdAfterMs, high: 64 } as const;

/** Silence that ends a turn: the shortest that was tried without cutting off at a short pause, and twice the usual. */
const timings = {
  low: { ...defaultRules.timing, questions: [{ askAfterMs: 160, overMs: 256 }], unsureMs: 480 },
  normal: defaultRules.timing,
  high: { ...defaultRules.timing, questions: [{ askAfterMs: 320, overMs: 768 }], unsureMs: 1600 },
} as const;

export function rulesOf(persona: Persona): FloorRules {
  return {
    ...defaultRules,
    holdAfterMs: holdAfterMs[persona.interruptionSensitivity],
    interruptAfterMs: interruptAfterMs[persona.interruptionSensitivity],
    timing: timings[persona.endOfTurnPatience],
    overProbability: overProbabilityOf(persona.language),
  };
}

/** The provider with the persona's voice: also for the speech stage, where that is the same service or the only one. */
export function withVoice(provider: Provider, { voice }: Persona): Provider {
  if (voice === null) return provider;
  const { pipeline } = provider;
  const speaksToo = provider.brain === 'pipeline' || pipeline.speech.baseUrl === provider.baseUrl;
  const speech = speaksToo ? { ...pipeline.speech, voice } : pipeline.speech;
  return { ...provider, voice, pipeline: { ...pipeline, speech } };
}

/** Whether a brain that was made with one must be made anew for the other. */
export function needsNewBrain(before: Persona, after: Persona): boolean {
  return (
    before.instructions !== after.instructions ||
    before.language !== after.language ||
    before.voice !== after.voice ||
    before.temperature !== after.temperature
  );
}
