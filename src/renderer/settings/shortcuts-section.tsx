import { useTranslation } from 'react-i18next';
import { SectionCard } from './section-card.tsx';
import { SettingSwitch } from './setting-switch.tsx';
import { SettingText } from './setting-text.tsx';
import type { ReactNode } from 'react';
import type { Settings } from '../../contract/index.ts';

const keys = ['space', 'escape', 'settings', 'enter'] as const;

interface ShortcutsSectionProps {
  readonly settings: Settings;
  /** Why the key does not work as set, in the host's words. */
  readonly note: string | null;
}

/** The key that talks from anywhere, and the keys that work in the window. */
export function ShortcutsSection({ settings, note }: ShortcutsSectionProps): ReactNode {
  const { t } = useTranslation();
  const { desktop } = settings;
  return (
    <>
      <SectionCard title={t('settings.shortcuts.everywhere')} line={t('settings.shortcuts.everywhereLine')}>
        <SettingText
          settingKey="desktop.shortcut"
          label={t('settings.shortcuts.shortcut')}
          value={desktop.shortcut ?? ''}
          placeholder={t('settings.shortcuts.none')}
          whenEmpty={null}
        />
        {note !== null && (
          <p className="warning" role="status">
            {note}
          </p>
        )}
        <SettingText
          settingKey="desktop.releaseDelayMs"
          label={t('settings.shortcuts.releaseDelay')}
          value={String(desktop.releaseDelayMs)}
          whenEmpty={0}
          parse={parseDelay}
          refusal={t('settings.shortcuts.badDelay')}
        />
        <SettingSwitch settingKey="desktop.bar" label={t('settings.shortcuts.bar')} value={desktop.bar} />
      </SectionCard>
      <SectionCard title={t('settings.shortcuts.inWindow')}>
        <dl className="keys">
          {keys.map((key) => (
            <div key={key}>
              <dt>
                <kbd>{t(`settings.shortcuts.keys.${key}.key`)}</kbd>
              </dt>
              <dd>{t(`settings.shortcuts.keys.${key}.does`)}</dd>
            </div>
          ))}
        </dl>
      </SectionCard>
    </>
  );
}

function parseDelay(text: string): { value: number } | null {
  const value = Number(text);
  return Number.isInteger(value) && value >= 0 && value <= 2_000 ? { value } : null;
}
