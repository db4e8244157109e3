import { useEffect, useRef } from 'react';
import type { RefObject } from 'react';

/**
 * Brings the keyboard to what opens beside a list, however long that is, and back to where it was when it is gone.
 * Give the element a `tabIndex` of -1.
 */
export function useFocusWhileOpen<E extends HTMLElement>(): RefObject<E | null> {
  const opened = useRef<E>(null);
  const before = useRef<Element>(null);
  useEffect(() => {
    const { activeElement } = document;
    if (!opened.current?.contains(activeElement)) before.current = activeElement;
    opened.current?.focus({ preventScroll: true });
    return () => {
      // Whoever has gone on to something else stays there.
      if (document.activeElement === document.body && before.current instanceof HTMLElement)
        before.current.focus({ preventScroll: true });
    };
  }, []);
  return opened;
}
