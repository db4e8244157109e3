import { useCallback, useEffect, useLayoutEffect, useRef, useState } from 'react';
import type { RefObject } from 'react';

/** So near the end a reader wants to see what comes next. */
const nearPx = 80;

export interface StickToEnd {
  readonly ref: RefObject<HTMLDivElement | null>;
  readonly atEnd: boolean;
  onScroll(): void;
  goToEnd(): void;
}

/** Keeps a scrolled area at its end while it grows, unless its reader went up; nothing is moved while it does not `stick`. */
export function useStickToEnd(content: unknown, stick: boolean): StickToEnd {
  const ref = useRef<HTMLDivElement>(null);
  const [atEnd, setAtEnd] = useState(true);
  const goToEnd = useCallback(() => {
    const area = ref.current;
    if (area) area.scrollTop = area.scrollHeight;
    setAtEnd(true);
  }, []);
  const onScroll = useCallback(() => {
    const area = ref.current;
    if (area && stick) setAtEnd(area.scrollHeight - area.scrollTop - area.clientHeight < nearPx);
  }, [stick]);
  useLayoutEffect(() => {
    if (stick && atEnd) goToEnd();
  }, [content, stick, atEnd, goToEnd]);
  useEffect(() => {
    const area = ref.current;
    if (!area || !stick || !atEnd) return;
    const resized = new ResizeObserver(goToEnd);
    resized.observe(area);
    for (const child of area.children) resized.observe(child);
    return () => resized.disconnect();
  }, [stick, atEnd, goToEnd]);
  return { ref, atEnd, onScroll, goToEnd };
}
