import { useCallback, useSyncExternalStore } from 'react';
import { useBridgeContext } from './bridge-context.tsx';
import type { LiveEvent, LiveStates } from './live-reducers.ts';

/** What the bridge last said about `event`; null until its first word. */
export function useLive<E extends LiveEvent>(event: E): LiveStates[E] | null {
  const { live } = useBridgeContext();
  const subscribe = useCallback((listener: () => void) => live.onChanged(event, listener), [live, event]);
  return useSyncExternalStore(subscribe, () => live.read(event));
}
