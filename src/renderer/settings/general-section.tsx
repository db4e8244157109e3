import { SegmentedControl } from '@radix-ui/themes';
import { useTranslation } from 'react-i18next';
import { useAppearance } from '../theme/appearance.tsx';
import { CueSwitch } from './cue-switch.tsx';
import { SectionCard } from './section-card.tsx';
import { SettingSwitch } from './setting-switch.tsx';
import type { ReactNode } from 'react';
import type { Settings } from '../../contract/index.ts';
import type { AppearanceChoice } from '../theme/appearance.tsx';

const choices: readonly AppearanceChoice[] = ['system', 'light', 'dark'];

/** How it looks and sounds in this browser, and when the desktop app starts. */
export function GeneralSection({ settings }: { settings: Settings }): ReactNode {
  const { t } = useTranslation();
  const { choice, choose } = useAppearance();
  return (
    <>
      <SectionCard title={t('settings.appearance.title')}>
        <SegmentedControl.Root
          size="1"
          aria-label={t('settings.appearance.title')}
          value={choice}
          onValueChange={(value) => choose(choices.find((known) => known === value) ?? 'system')}
        >
          {choices.map((value) => (
            <SegmentedControl.Item key={value} value={value}>
              {t(`settings.appearance.choices.${value}`)}
            </SegmentedControl.Item>
          ))}
        </SegmentedControl.Root>
      </SectionCard>
      <SectionCard title={t('settings.sounds.title')}>
        <CueSwitch />
      </SectionCard>
      <SectionCard title={t('settings.desktop.title')}>
        <SettingSwitch
          settingKey="desktop.startAtLogin"
          label={t('settings.desktop.startAtLogin')}
          value={settings.desktop.startAtLogin}
        />
      </SectionCard>
    </>
  );
}
