import { useCallback, useSyncExternalStore } from 'react';
import { useBridge } from './bridge-context.tsx';
import type { ConnectionState } from './connection-state.ts';

/** How the page's connection to the host is. */
export function useConnection(): ConnectionState {
  const bridge = useBridge();
  const subscribe = useCallback((listener: () => void) => bridge.onConnectionChanged(listener), [bridge]);
  return useSyncExternalStore(subscribe, () => bridge.connection());
}
