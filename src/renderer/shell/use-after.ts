import { useEffect, useState } from 'react';

/** True once `condition` has held for `delayMs`. */
export function useAfter(delayMs: number, condition: boolean): boolean {
  const [passed, setPassed] = useState(false);
  useEffect(() => {
    if (!condition) return;
    const timer = setTimeout(() => setPassed(true), delayMs);
    return () => {
      clearTimeout(timer);
      setPassed(false);
    };
  }, [delayMs, condition]);
  return passed;
}
