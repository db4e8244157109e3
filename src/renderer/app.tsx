import { Bar } from './bar/bar.tsx';
import { BridgeProvider } from './bridge/bridge-context.tsx';
import { Shell } from './shell/shell.tsx';
import { Look } from './theme/look.tsx';
import { VoiceProvider } from './voice/voice-context.tsx';
import type { ReactNode } from 'react';
import type { PageBridge } from './bridge/reconnecting-bridge.ts';
import type { PageVoice } from './voice/page-voice.ts';

/** The owner's page: its look, its bridge, its voice or the way to it, and the places. */
export function App({ bridge, voice }: { bridge: PageBridge; voice: PageVoice }): ReactNode {
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

/** The desktop's voice window, which nobody sees: plays what the room says. */
export function VoiceApp({ voice }: { voice: PageVoice }): ReactNode {
  return <VoiceProvider voice={voice}>{null}</VoiceProvider>;
}
