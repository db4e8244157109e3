import { SegmentedControl } from '@radix-ui/themes';
import { useTranslation } from 'react-i18next';
import { useAppearance } from '../theme/appearance.tsx';
import type { ReactNode } from 'react';
import type { AppearanceChoice } from '../theme/appearance.tsx';

const choices: readonly AppearanceChoice[] = ['system', 'light', 'dark'];

export function AppearanceSection(): ReactNode {
  const { t } = useTranslation();
  const { choice, choose } = useAppearance();
  return (
    <section className="card stack" aria-labelledby="appearance-title">
      <h2 id="appearance-title">{t('settings.appearance.title')}</h2>
      <SegmentedControl.Root
        size="1"
        aria-labelledby="appearance-title"
        value={choice}
        onValueChange={(value) => choose(choices.find((known) => known === value) ?? 'system')}
      >
        {choices.map((value) => (
          <SegmentedControl.Item key={value} value={value}>
            {t(`settings.appearance.choices.${value}`)}
          </SegmentedControl.Item>
        ))}
      </SegmentedControl.Root>
    </section>
  );
}
