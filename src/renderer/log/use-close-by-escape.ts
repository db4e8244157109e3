import { useEffect, useEffectEvent } from 'react';
import { useLive } from '../bridge/use-live.ts';

/** Escape closes what is open, unless a call waits for approval: then it means that. */
export function useCloseByEscape(close: () => void): void {
  const waiting = useLive('approvals.changed')?.length ?? 0;
  const onKey = useEffectEvent((event: KeyboardEvent) => {
    if (event.key === 'Escape' && !event.defaultPrevented && waiting === 0) close();
  });
  useEffect(() => {
    const listen = (event: KeyboardEvent): void => onKey(event);
    window.addEventListener('keydown', listen);
    return () => window.removeEventListener('keydown', listen);
  }, []);
}
