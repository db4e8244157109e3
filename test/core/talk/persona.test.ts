/**
 * Assistant and profile, put together.
 */
import { describe, expect, it } from 'vitest';
import { Settings } from '../../../src/contract/index.ts';
import { assistantName, decidePersona, greetingOf } from '../../../src/core/talk/persona.ts';

const withProfile = (profile: string | null): Settings =>
  Settings.parse({
    talk: { profile },
    assistant: { instructions: 'Be kind.', greeting: 'Hello.', voice: 'marin', endOfTurnPatience: 'high' },
    profiles: {
      Tutor: { name: 'Emma', instructions: 'Teach German.', language: 'de', voice: null, servers: ['dictionary'] },
      Quiet: { greeting: '' },
    },
  });

describe('decidePersona', () => {
  it('[V17] follows the assistant where no profile is chosen, or one that is not there', () => {
    const own = decidePersona(withProfile(null));
    expect(own).toEqual({
      instructions: 'Be kind.',
      language: null,
      voice: 'marin',
      temperature: null,
      interruptionSensitivity: 'normal',
      endOfTurnPatience: 'high',
      servers: null,
    });
    expect(decidePersona(withProfile('Gone'))).toEqual(own);
    expect(decidePersona(withProfile('toString'))).toEqual(own);
  });

  it('[V17] changes what the profile names, to null also, and leaves the rest', () => {
    const settings = withProfile('Tutor');
    expect(decidePersona(settings)).toMatchObject({
      language: 'de',
      voice: null,
      endOfTurnPatience: 'high',
      servers: ['dictionary'],
    });
    const { instructions } = decidePersona(settings);
    expect(instructions).toMatch(/^Teach German\.\nYour name is Emma\.\nAlways answer in .*"de"/);
    expect({ name: assistantName(settings), greeting: greetingOf(settings) }).toEqual({
      name: 'Emma',
      greeting: 'Hello.',
    });
    expect(greetingOf(withProfile('Quiet'))).toBe('');
  });

  it('says nothing of a name that nobody changed', () => {
    expect(decidePersona(Settings.parse({})).instructions).toBe(Settings.parse({}).assistant.instructions);
  });
});
