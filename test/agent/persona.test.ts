/**
 * What the assistant's traits mean for the provider and the floor.
 */
import { describe, expect, it } from 'vitest';
import { needsNewBrain, rulesOf, withVoice } from '../../src/agent/persona.ts';
import { defaultRules } from '../../src/agent/turns/floor.ts';
import type { FloorRules } from '../../src/agent/turns/floor-model.ts';
import type { Persona } from '../../src/contract/index.ts';
import { Settings } from '../../src/contract/index.ts';
import { decidePersona } from '../../src/core/talk/persona.ts';
import { decideProvider } from '../../src/core/talk/provider.ts';

const aPersona = (changes: Partial<Persona> = {}): Persona => ({ ...decidePersona(Settings.parse({})), ...changes });
const aProvider = (settings: unknown = {}) => {
  const storedKey = { value: 'k', storage: 'keychain' as const };
  return decideProvider({ settings: Settings.parse(settings), storedKey, environment: {}, demo: null }).hello.hello
    .provider;
};

describe('persona', () => {
  it('[V17] leaves the floor as it was measured where nothing is chosen, and moves it to either side', () => {
    expect(rulesOf(aPersona())).toEqual(defaultRules);
    const hasty = rulesOf(aPersona({ interruptionSensitivity: 'high', endOfTurnPatience: 'low' }));
    const calm = rulesOf(aPersona({ interruptionSensitivity: 'low', endOfTurnPatience: 'high' }));
    expect(hasty.interruptAfterMs).toBeLessThan(defaultRules.interruptAfterMs);
    expect(calm.interruptAfterMs).toBeGreaterThan(defaultRules.interruptAfterMs);
    const waits = ({ timing: { questions, unsureMs } }: FloorRules): number[] => [questions[0]?.overMs ?? 0, unsureMs];
    waits(defaultRules).forEach((waitMs, index) => {
      expect(waits(hasty)[index]).toBeLessThan(waitMs);
      expect(waits(calm)[index]).toBeGreaterThan(waitMs);
    });
  });

  it('[V17] asks for as much certainty of the end of a turn as the language needs', () => {
    const certainty = (language: string | null): number => rulesOf(aPersona({ language })).overProbability;
    expect(certainty(null)).toBe(0.36);
    expect(certainty('de-AT')).toBe(0.245);
    expect(certainty('ko')).toBe(0.4);
    expect(certainty('fi')).toBe(certainty('en'));
  });

  it('[V17] speaks with the persona’s voice where the provider it was named for speaks', () => {
    const persona = aPersona({ voice: 'cedar' });
    const voices = (settings: unknown) => {
      const { voice, pipeline } = withVoice(aProvider(settings), persona);
      return [voice, pipeline.speech.voice];
    };
    expect(voices({})).toEqual(['cedar', 'cedar']);
    const local = { baseUrl: 'http://127.0.0.1:8000/v1', voice: 'af_heart' };
    expect(voices({ pipeline: { speech: local } })).toEqual(['cedar', 'af_heart']);
    const alone = { transcription: local, completion: local, speech: local };
    const stages = Object.fromEntries(Object.entries(alone).map(([stage, { baseUrl }]) => [stage, { baseUrl }]));
    expect(voices({ talk: { brain: 'pipeline' }, pipeline: stages })).toEqual(['cedar', 'cedar']);
    expect(withVoice(aProvider(), aPersona())).toEqual(aProvider());
  });

  it('makes a new brain only for what a running one cannot change', () => {
    expect(needsNewBrain(aPersona(), aPersona({ voice: 'cedar' }))).toBe(true);
    expect(needsNewBrain(aPersona(), aPersona({ instructions: 'Be brief.' }))).toBe(true);
    expect(needsNewBrain(aPersona(), aPersona({ language: 'de' }))).toBe(true);
    expect(needsNewBrain(aPersona(), aPersona({ servers: [], endOfTurnPatience: 'high' }))).toBe(false);
  });
});
