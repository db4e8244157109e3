import { useTranslation } from 'react-i18next';
import { useAction } from '../bridge/use-action.ts';
import { Profiles } from './profiles.tsx';
import { ProfileCard } from './profile-card.tsx';
import { SectionCard } from './section-card.tsx';
import { TraitFields } from './trait-fields.tsx';
import { Failure } from '../shell/failure.tsx';
import type { ReactNode } from 'react';
import type { AppStatus, Settings } from '../../contract/index.ts';

interface AssistantSectionProps {
  readonly settings: Settings;
  readonly status: AppStatus;
  /** Open for editing. */
  readonly profile: string | null;
}

/** Who the assistant is, and the profiles that change that; one profile open at a time, on its own address. */
export function AssistantSection({ settings, status, profile }: AssistantSectionProps): ReactNode {
  const { t } = useTranslation();
  const set = useAction('settings.set');
  const opened = profile === null ? undefined : settings.profiles[profile];
  if (profile !== null && opened) {
    return <ProfileCard name={profile} profile={opened} settings={settings} servers={status.mcp} />;
  }
  const names = Object.keys(settings.profiles);
  return (
    <>
      {names.length > 0 && (
        <SectionCard title={t('settings.assistant.inUse')}>
          <select
            className="select"
            aria-label={t('settings.assistant.inUse')}
            value={settings.talk.profile ?? ''}
            onChange={(event) => void set.run({ key: 'talk.profile', value: event.target.value || null })}
          >
            <option value="">{t('settings.assistant.noProfile')}</option>
            {names.map((name) => (
              <option key={name} value={name}>
                {name}
              </option>
            ))}
          </select>
          <p className="quiet">{t('settings.assistant.inUseLine')}</p>
          {set.error && <Failure>{set.error.message}</Failure>}
        </SectionCard>
      )}
      <SectionCard title={t('settings.assistant.title')}>
        <TraitFields settingKey="assistant" traits={settings.assistant} settings={settings} />
      </SectionCard>
      <Profiles settings={settings} />
    </>
  );
}
