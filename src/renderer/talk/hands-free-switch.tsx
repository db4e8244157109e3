import { Switch } from '@radix-ui/themes';
import { useTranslation } from 'react-i18next';
import { useLive } from '../bridge/use-live.ts';
import { useViewer } from '../shell/viewer.tsx';
import { useVoice, useVoiceState } from '../voice/voice-context.tsx';
import type { ReactNode } from 'react';

/** On: the assistant hears when one speaks. Off: it listens while the key or button is held. A guest chooses for their device alone. */
export function HandsFreeSwitch(): ReactNode {
  const { t } = useTranslation();
  const voice = useVoice();
  const talk = useLive('talk.changed');
  const own = useVoiceState();
  const { role } = useViewer();
  const mode = role === 'owner' ? talk?.mode : own.mode;
  return (
    <label className="hands-free">
      <Switch
        size="1"
        aria-label={t('talk.handsFree')}
        checked={mode === 'hands-free'}
        disabled={talk === null}
        onCheckedChange={(on) => voice.setMode(on ? 'hands-free' : 'push-to-talk')}
      />
      <span aria-hidden="true">{t('talk.handsFree')}</span>
    </label>
  );
}
