import { useTranslation } from 'react-i18next';
import { useMicrophones } from './use-microphones.ts';
import { useVoice } from './voice-context.tsx';
import type { ReactNode } from 'react';

/** Which microphone to speak through. */
export function DevicePicker(): ReactNode {
  const { t } = useTranslation();
  const voice = useVoice();
  const { devices, chosen, choose } = useMicrophones(voice.microphone);
  return (
    <select
      className="select"
      aria-label={t('voice.microphone')}
      value={chosen ?? ''}
      onChange={(event) => choose(event.target.value === '' ? null : event.target.value)}
    >
      <option value="">{t('voice.systemDefault')}</option>
      {devices.map(({ deviceId, label }, index) => (
        <option key={deviceId} value={deviceId}>
          {label || t('voice.unnamed', { number: index + 1 })}
        </option>
      ))}
    </select>
  );
}
