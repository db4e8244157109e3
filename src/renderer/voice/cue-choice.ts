/**
 * Whether push-to-talk's tones are played in this browser: on until switched off here.
 */

const storageKey = 'parley.cues';

export function areCuesOn(): boolean {
  return window.localStorage.getItem(storageKey) !== 'off';
}

export function setCuesOn(on: boolean): void {
  window.localStorage.setItem(storageKey, on ? 'on' : 'off');
}
