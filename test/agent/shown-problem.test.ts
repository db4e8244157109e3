/**
 * What stands above the microphone because of a provider, and when it goes.
 */
import { describe, expect, it } from 'vitest';
import { ShownProblem } from '../../src/agent/shown-problem.ts';
import type { WireError } from '../../src/contract/index.ts';

const voice: WireError = { code: 'provider/failed', message: 'No voice.' };
const fallback: WireError = { code: 'provider/unreachable', message: 'By way of text.' };

function aShown() {
  const told: (string | null)[] = [];
  const shown = new ShownProblem((problem) => told.push(problem?.message ?? null));
  return { shown, told };
}

describe('ShownProblem', () => {
  it('tells nothing before the core knows the agent, and then what stands in the way', () => {
    const { shown, told } = aShown();
    shown.providerChanged(fallback);
    expect(told).toEqual([]);
    shown.announce();
    expect(told).toEqual(['By way of text.']);
  });

  it('[F19] forgets a voice that failed with the first answer that was spoken again', () => {
    const { shown, told } = aShown();
    shown.announce();
    shown.voiceFailed(voice);
    shown.answered('The answer without a voice.');
    expect(told).toEqual(['No voice.']);
    shown.answered('');
    expect(told).toEqual(['No voice.']);
    shown.answered('The answer with a voice.');
    expect(told).toEqual(['No voice.', null]);
  });

  it('[F19] shows again why the second brain answers when its voice is well', () => {
    const { shown, told } = aShown();
    shown.announce();
    shown.providerChanged(fallback);
    shown.voiceFailed(voice);
    shown.answered('Without.');
    shown.answered('With.');
    shown.providerChanged(null);
    expect(told).toEqual(['By way of text.', 'No voice.', 'By way of text.', null]);
  });

  it('[F13] shows why a turn was given up until another one is answered, whichever brain is there by then', () => {
    const { shown, told } = aShown();
    shown.announce();
    shown.turnRefused({ code: 'provider/failed', message: 'It refuses.' });
    shown.providerChanged(null);
    shown.answered('');
    expect(told).toEqual(['It refuses.']);
    shown.answered('An answer.');
    expect(told).toEqual(['It refuses.', null]);
  });

  it('[F13] shows what came after a refusal in its place', () => {
    const { shown, told } = aShown();
    shown.announce();
    shown.turnRefused({ code: 'provider/failed', message: 'It refuses.' });
    shown.providerChanged(fallback);
    shown.providerChanged(null);
    expect(told).toEqual(['It refuses.', 'By way of text.', null]);
  });
});
