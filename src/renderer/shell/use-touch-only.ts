import { useSyncExternalStore } from 'react';

const touchOnly = window.matchMedia('(hover: none) and (pointer: coarse)');

function onChange(listener: () => void): () => void {
  touchOnly.addEventListener('change', listener);
  return () => touchOnly.removeEventListener('change', listener);
}

/** Whether the device is used by fingers, as a phone is: words of keys say nothing there. */
export function useTouchOnly(): boolean {
  return useSyncExternalStore(onChange, () => touchOnly.matches);
}
