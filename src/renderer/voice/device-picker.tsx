import { useTranslation } from 'react-i18next';
import { useDevices } from './use-devices.ts';
import type { ReactNode } from 'react';
import type { DeviceKind } from './devices.ts';

/** Which microphone to speak through, or which speaker to hear with. A chosen one that is away stays in the list. */
export function DevicePicker({ kind = 'microphone' }: { kind?: DeviceKind }): ReactNode {
  const { t } = useTranslation();
  const { devices, chosen, away, choose } = useDevices(kind);
  return (
    <select
      className="select"
      aria-label={t(`voice.${kind}`)}
      value={chosen?.id ?? ''}
      onChange={(event) => choose(event.target.value === '' ? null : event.target.value)}
    >
      <option value="">{t('voice.systemDefault')}</option>
      {chosen && !devices.some(({ id }) => id === chosen.id) && (
        <option value={chosen.id}>
          {away ? t('voice.away', { device: chosen.label || t(`voice.${kind}`) }) : chosen.label || t(`voice.${kind}`)}
        </option>
      )}
      {devices.map(({ id, label }, index) => (
        <option key={id} value={id}>
          {label || t(`voice.unnamed.${kind}`, { number: index + 1 })}
        </option>
      ))}
    </select>
  );
}
