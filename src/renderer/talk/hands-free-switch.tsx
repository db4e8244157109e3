import { Switch } from '@radix-ui/themes';
import { useTranslation } from 'react-i18next';
import { useLive } from '../bridge/use-live.ts';
import { useVoice } from '../voice/voice-context.tsx';
import type { ReactNode } from 'react';

/** On: the assistant hears when one speaks. Off: it listens while the key or button is held. */
export function HandsFreeSwitch(): ReactNode {
  const { t } = useTranslation();
  const voice = useVoice();
  const talk = useLive('talk.changed');
  return (
    <label className="hands-free">
      <Switch
        size="1"
        aria-label={t('talk.handsFree')}
        checked={talk?.mode === 'hands-free'}
        disabled={talk === null}
        onCheckedChange={(on) => voice.setMode(on ? 'hands-free' : 'push-to-talk')}
      />
      <span aria-hidden="true">{t('talk.handsFree')}</span>
    </label>
  );
}
