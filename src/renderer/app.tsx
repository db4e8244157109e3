import { useTranslation } from 'react-i18next';
import { PageTitle } from './approvals/page-title.tsx';
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
}

/** The owner's page: its look, its bridge, its voice or the way to it, and the places. */
export function App(parts: AppProps): ReactNode {
  const { t } = useTranslation();
  return <OwnerPage {...parts} title={t('places.window')} places={allPlaces} />;
}

/** The desktop's settings window, beside the conversation. */
export function SettingsApp(parts: AppProps): ReactNode {
  const { t } = useTranslation();
  return <OwnerPage {...parts} title={t('places.settingsWindow')} places={settingsWindowPlaces} />;
}

interface OwnerPageProps extends AppProps {
  readonly title: string;
  readonly places: readonly Place[];
}

function OwnerPage({ bridge, voice, title, places }: OwnerPageProps): ReactNode {
  return (
    <Look>
      <BridgeProvider bridge={bridge}>
        <PageTitle title={title} />
        <VoiceProvider voice={voice}>
          <Shell places={places} />
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
