import { useEffect, useRef } from 'react';
import type { ReactNode } from 'react';

/** How loud it is now; `follow` calls back with each level from 0 to 1. */
export function LevelBar({ follow }: { follow: (show: (level: number) => void) => () => void }): ReactNode {
  const bar = useRef<HTMLSpanElement>(null);
  useEffect(() => follow((level) => bar.current?.style.setProperty('--part', level.toFixed(2))), [follow]);
  return <span ref={bar} className="level-bar" aria-hidden="true" />;
}
