import { useTranslation } from 'react-i18next';
import { useLive } from '../bridge/use-live.ts';
import { BackHeading } from '../shell/back-heading.tsx';
import { PageHead } from '../shell/page-head.tsx';
import { hrefOf, settingsSections } from '../shell/route.ts';
import { Skeleton } from '../shell/skeleton.tsx';
import { ProfileProblems } from './profile-problems.tsx';
import { SectionView } from './section-view.tsx';
import type { ReactNode } from 'react';
import type { SettingsSection } from '../shell/route.ts';

interface SettingsPageProps {
  readonly section: SettingsSection | null;
  readonly item: string | null;
}

/** The sections at the side and one of them open; where there is room for one column only, first the list, then the section. */
export function SettingsPage({ section, item }: SettingsPageProps): ReactNode {
  const { t } = useTranslation();
  const settings = useLive('settings.changed');
  const status = useLive('status.changed');
  const open = section ?? 'general';
  return (
    <div className="page settings" data-open={section !== null}>
      <div className="settings-list">
        <PageHead title={t('places.settings')} />
        <nav aria-label={t('settings.sections')}>
          <ul>
            {settingsSections.map((name) => (
              <li key={name}>
                <a
                  className="settings-link"
                  href={hrefOf({ place: 'settings', section: name })}
                  aria-current={name === open ? 'page' : undefined}
                >
                  {t(`settings.${name}.title`)}
                  <span className="settings-hint">{t(`settings.${name}.hint`)}</span>
                </a>
              </li>
            ))}
          </ul>
        </nav>
      </div>
      <div className="settings-detail">
        <BackHeading route={{ place: 'settings' }} />
        <div className="settings-column" key={open}>
          <ProfileProblems status={status} />
          {settings && status ? (
            <SectionView section={open} item={item} settings={settings} status={status} />
          ) : (
            <Skeleton lines={8} />
          )}
        </div>
      </div>
    </div>
  );
}
