import { useEffect } from 'react';
import type { PageVoice } from './page-voice.ts';

/** Whether the key belongs to what has the focus, because one types or presses something there. */
function isTaken(target: EventTarget | null): boolean {
  return (
    target instanceof Element &&
    target.closest(
      'input, textarea, select, button, a, summary, [contenteditable], [role="switch"], [role="tab"], [role="radio"]',
    ) !== null
  );
}

/** Holding the space bar talks, anywhere but in a field; Escape takes the turn back; losing the window lets go. */
export function useHoldKeys(voice: PageVoice): void {
  useEffect(() => {
    // A hold that began elsewhere (the shortcut, the tray) ends there.
    let pressedHere = false;
    const down = (event: KeyboardEvent): void => {
      if (event.key === 'Escape' && voice.state().held) {
        event.preventDefault();
        voice.key('cancel');
      }
      if (event.code !== 'Space' || event.ctrlKey || event.metaKey || event.altKey || isTaken(event.target)) return;
      event.preventDefault();
      if (event.repeat) return;
      pressedHere = true;
      voice.key('down');
    };
    const release = (): void => {
      if (pressedHere) voice.key('up');
      pressedHere = false;
    };
    const up = (event: KeyboardEvent): void => {
      if (event.code === 'Space') release();
    };
    window.addEventListener('keydown', down);
    window.addEventListener('keyup', up);
    window.addEventListener('blur', release);
    return () => {
      window.removeEventListener('keydown', down);
      window.removeEventListener('keyup', up);
      window.removeEventListener('blur', release);
    };
  }, [voice]);
}
