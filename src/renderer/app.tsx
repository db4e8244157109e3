import { Theme } from '@radix-ui/themes';
import { BridgeProvider } from './bridge/bridge-context.tsx';
import { Shell } from './shell/shell.tsx';
import { AppearanceContext, useAppearanceState } from './theme/appearance.tsx';
import { VoiceProvider } from './voice/voice-context.tsx';
import type { ReactNode } from 'react';
import type { PageBridge } from './bridge/reconnecting-bridge.ts';
import type { Voice } from './voice/voice.ts';

/** The page: its look, its bridge, its voice, and the places. */
export function App({ bridge, voice }: { bridge: PageBridge; voice: Voice }): ReactNode {
  const appearance = useAppearanceState();
  return (
    <AppearanceContext value={appearance}>
      <Theme appearance={appearance.shown} accentColor="iris" grayColor="slate" radius="large" scaling="100%">
        <BridgeProvider bridge={bridge}>
          <VoiceProvider voice={voice}>
            <Shell />
          </VoiceProvider>
        </BridgeProvider>
      </Theme>
    </AppearanceContext>
  );
}
