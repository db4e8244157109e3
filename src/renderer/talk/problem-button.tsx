import { Button } from '@radix-ui/themes';
import { useTranslation } from 'react-i18next';
import { useBridge } from '../bridge/bridge-context.tsx';
import { goTo } from '../shell/route.ts';
import { DevicePicker } from '../voice/device-picker.tsx';
import { useVoice } from '../voice/voice-context.tsx';
import type { ReactNode } from 'react';
import type { ProblemAction } from './find-problems.ts';

/** The one thing that helps. */
export function ProblemButton({ action }: { action: ProblemAction }): ReactNode {
  const { t } = useTranslation();
  const voice = useVoice();
  const bridge = useBridge();
  if (action === 'chooseMicrophone') return <DevicePicker />;
  const run: { readonly [A in Exclude<ProblemAction, 'chooseMicrophone'>]: () => void } = {
    openProviders: () => goTo({ place: 'settings', section: 'providers' }),
    openLiveKit: () => goTo({ place: 'settings', section: 'livekit' }),
    openData: () => goTo({ place: 'settings', section: 'data' }),
    openSettings: () => goTo({ place: 'settings', section: 'general' }),
    openDoctor: () => goTo({ place: 'settings', section: 'about' }),
    retryMicrophone: () => voice.retryMicrophone(),
    takeOver: () => voice.join(true),
    joinAgain: () => voice.join(),
    playSound: () => voice.startPlayback(),
    reconnect: () => bridge.reconnectNow(),
  };
  return (
    <Button size="2" variant="surface" onClick={run[action]}>
      {t(`problemActions.${action}`)}
    </Button>
  );
}
