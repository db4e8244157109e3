import { useEffect } from 'react';
import { useTranslation } from 'react-i18next';
import { Bar } from './bar/bar.tsx';
import { BridgeProvider } from './bridge/bridge-context.tsx';
import { places as allPlaces, settingsWindowPlaces } from './shell/route.ts';
import { Shell } from './shell/shell.tsx';
import { Look } from './theme/look.tsx';
import { VoiceProvider } from './voice/voice-context.tsx';
import type { ReactNode } from 'react';
import type { PageBridge } from './bridge/reconnecting-bridge.ts';
import type { Place } from './shell/route.ts';
import type { PageVoice } from './voice/page-voice.ts';

interface AppProps {
  readonly bridge: PageBridge;
  readonly voice: PageVoice;
  readonly places?: readonly Place[];
}

/** The owner's page: its look, its bridge, its voice or the way to it, and the places. */
export function App({ bridge, voice, places = allPlaces }: AppProps): ReactNode {
  return (
    <Look>
      <BridgeProvider bridge={bridge}>
        <VoiceProvider voice={voice}>
          <Shell places={places} />
        </VoiceProvider>
      </BridgeProvider>
    </Look>
  );
}

/** The desktop's settings window, beside the conversation. */
export function SettingsApp(parts: Omit<AppProps, 'places'>): ReactNode {
  const { t } = useTranslation();
  useEffect(() => void (document.title = t('places.settingsWindow')), [t]);
  return <App {...parts} places={settingsWindowPlaces} />;
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
