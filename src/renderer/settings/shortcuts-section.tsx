import { useTranslation } from 'react-i18next';
import { SectionCard } from './section-card.tsx';
import type { ReactNode } from 'react';

const keys = ['space', 'escape', 'settings', 'enter'] as const;

/** The keys that work in the window. */
export function ShortcutsSection(): ReactNode {
  const { t } = useTranslation();
  return (
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
  );
}
