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

/** What a click is all about; in a list of choices the arrow keys go on from the one that was clicked. */
const pressedOnce = 'a, button:not([role], [aria-haspopup]), [role="switch"]';

/** A pointer pressed it, whose person is done with it: the space bar is the talk's again. A click by keyboard has no count. */
function giveUpFocus(event: MouseEvent): void {
  const focused = document.activeElement;
  if (event.detail === 0 || !(focused instanceof HTMLElement) || !focused.matches(pressedOnce)) return;
  if (event.composedPath().includes(focused)) focused.blur();
}

/** Holding the space bar talks, anywhere but in a field or on what the keyboard went to; Escape takes the turn back; losing the window lets go. */
export function useHoldKeys(voice: PageVoice): void {
  useEffect(() => {
    // A hold that began elsewhere (the shortcut, the tray) ends there.
    let pressedHere = false;
    const down = (event: KeyboardEvent): void => {
      if (event.key === 'Escape' && voice.state().held !== null) {
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
    window.addEventListener('click', giveUpFocus);
    window.addEventListener('keydown', down);
    window.addEventListener('keyup', up);
    window.addEventListener('blur', release);
    return () => {
      window.removeEventListener('click', giveUpFocus);
      window.removeEventListener('keydown', down);
      window.removeEventListener('keyup', up);
      window.removeEventListener('blur', release);
    };
  }, [voice]);
}
