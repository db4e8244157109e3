import { expect, it } from 'vitest';
import { reloadForPolicy } from '../../../src/renderer/voice/reload-for-policy.ts';
import { initialVoice } from '../../../src/renderer/voice/voice-state.ts';
import type { VoiceState } from '../../../src/renderer/voice/voice-state.ts';

const joining: VoiceState = { ...initialVoice, phase: { status: 'joining', attempt: 0, rejoin: true } };
const live: VoiceState = { ...initialVoice, phase: { status: 'live', identity: 'owner-1', interrupted: false } };

/** A page that keeps what a tab keeps; each `open` is one load of it. */
function aTab() {
  const stored = new Map<string, string>();
  let reloads = 0;
  const open = (state: VoiceState | null) => {
    const document = new EventTarget();
    const listeners = new Set<() => void>();
    let present = state ?? initialVoice;
    const asked: string[] = [];
    const voice = {
      state: () => present,
      onChanged: (listener: () => void) => {
        listeners.add(listener);
        return () => listeners.delete(listener);
      },
      join: () => void asked.push('join'),
      toggleMute: () => void asked.push('toggleMute'),
    };
    const sessionStorage = {
      getItem: (key: string) => stored.get(key) ?? null,
      setItem: (key: string, value: string) => void stored.set(key, value),
      removeItem: (key: string) => void stored.delete(key),
    };
    const page = { document, sessionStorage, location: { reload: () => void (reloads += 1) } };
    reloadForPolicy(page as Parameters<typeof reloadForPolicy>[0], state === null ? null : voice);
    return {
      asked,
      refuse: (effectiveDirective: string) =>
        document.dispatchEvent(Object.assign(new Event('securitypolicyviolation'), { effectiveDirective })),
      becomes: (next: VoiceState) => {
        present = next;
        for (const listener of [...listeners]) listener();
      },
    };
  };
  return { open, reloads: () => reloads };
}

it('[V13] [R6] a page whose policy refuses the LiveKit of its talk is loaded anew, once, and goes back in', () => {
  const tab = aTab();
  tab.open(joining).refuse('connect-src');
  expect(tab.reloads()).toBe(1);
  const again = tab.open(initialVoice);
  expect(again.asked).toEqual(['join']);
  again.becomes(joining);
  again.refuse('connect-src');
  expect(tab.reloads()).toBe(1);
  expect(tab.open(initialVoice).asked).toEqual([]);
});

it('[V13] a microphone that was muted comes back muted', () => {
  const tab = aTab();
  tab.open({ ...joining, muted: true }).refuse('connect-src');
  const again = tab.open(initialVoice);
  // A key that went down meanwhile is heard to its end.
  again.becomes({ ...live, held: 'outside' });
  expect(again.asked).toEqual(['join']);
  again.becomes(live);
  expect(again.asked).toEqual(['join', 'toggleMute']);
});

it('[V13] a page in no talk, or that is refused something else, stays; a device’s page goes back by itself', () => {
  const tab = aTab();
  tab.open(initialVoice).refuse('connect-src');
  tab.open(joining).refuse('img-src');
  expect(tab.reloads()).toBe(0);
  tab.open(null).refuse('connect-src');
  expect(tab.reloads()).toBe(1);
  expect(tab.open(initialVoice).asked).toEqual([]);
});
