import { describe, expect, it } from 'vitest';
import { toAssistantState, toHint, whatHolds } from '../../../src/renderer/talk/assistant-state.ts';
import { initialVoice } from '../../../src/renderer/voice/voice-state.ts';
import { aTalk } from '../things.ts';
import type { HintSources } from '../../../src/renderer/talk/assistant-state.ts';
import type { VoiceState } from '../../../src/renderer/voice/voice-state.ts';

const live: VoiceState = {
  ...initialVoice,
  phase: { status: 'live', identity: 'owner-1', interrupted: false },
  microphone: 'on',
};
const hint = (change: Partial<HintSources>): string =>
  toHint({ talk: aTalk(), voice: live, reachable: true, asked: false, ...change });

describe('what is said of the assistant', () => {
  it('is not what the host said last once the host is gone, unless the room itself still tells', () => {
    const talk = aTalk();
    expect(toAssistantState(whatHolds(talk, initialVoice, false), initialVoice)).toBe('off');
    expect(toAssistantState(whatHolds(talk, initialVoice, true), initialVoice)).toBe('ready');
    expect(toAssistantState(whatHolds(talk, live, false), live)).toBe('ready');
  });
});

describe('the hint below the microphone', () => {
  it('does not ask to join a host that is gone', () => {
    expect(hint({ voice: initialVoice })).toBe('join');
    expect(hint({ voice: initialVoice, reachable: false })).toBe('offline');
  });

  it('[M12] is the person, not the assistant, while a call waits for them', () => {
    const talk = aTalk({ agent: { state: 'thinking', pid: 1 } });
    expect(hint({ talk })).toBe('wait');
    expect(hint({ talk, asked: true })).toBe('approve');
  });
});
