/**
 * The one provider of the page: hands the bridge and what is followed over it to every view.
 */
import { createContext, use, useState } from 'react';
import { LiveStore } from './live-store.ts';
import type { ReactNode } from 'react';
import type { PageBridge } from './reconnecting-bridge.ts';

interface BridgeContextValue {
  readonly bridge: PageBridge;
  readonly live: LiveStore;
}

const BridgeContext = createContext<BridgeContextValue | null>(null);

export function BridgeProvider({ bridge, children }: { bridge: PageBridge; children: ReactNode }): ReactNode {
  const [value] = useState<BridgeContextValue>(() => ({ bridge, live: new LiveStore(bridge) }));
  return <BridgeContext value={value}>{children}</BridgeContext>;
}

export function useBridgeContext(): BridgeContextValue {
  const value = use(BridgeContext);
  if (!value) throw new Error('A view was rendered outside of BridgeProvider.');
  return value;
}

export function useBridge(): PageBridge {
  return useBridgeContext().bridge;
}
