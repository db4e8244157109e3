import { Bar } from './bar/bar.tsx';
import { BridgeProvider } from './bridge/bridge-context.tsx';
import { Shell } from './shell/shell.tsx';
import { Look } from './theme/look.tsx';
import { VoiceProvider } from './voice/voice-context.tsx';
import type { ReactNode } from 'react';
import type { PageBridge } from './bridge/reconnecting-bridge.ts';
import type { Voice } from './voice/voice.ts';

/** The owner's page: its look, its bridge, its voice, and the places. */
export function App({ bridge, voice }: { bridge: PageBridge; voice: Voice }): ReactNode {
  return (
    <Look>
      <BridgeProvider bridge={bridge}>
        <VoiceProvider voice={voice}>
          <Shell />
        </VoiceProvider>
      </BridgeProvider>
    </Look>
  );
}

/** The desktop's bar, a page of its own. */
export function BarApp({ bridge }: { bridge: PageBridge }): ReactNode {
  return (
    <Look>
      <BridgeProvider bridge={bridge}>
        <Bar />
      </BridgeProvider>
    </Look>
  );
}
