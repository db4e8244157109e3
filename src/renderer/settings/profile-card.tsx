import { useTranslation } from 'react-i18next';
import { ActionButton } from '../shell/action-button.tsx';
import { useAction } from '../bridge/use-action.ts';
import { goTo, hrefOf } from '../shell/route.ts';
import { ProfileServers } from './profile-servers.tsx';
import { SectionCard } from './section-card.tsx';
import { TraitFields } from './trait-fields.tsx';
import { Failure } from '../shell/failure.tsx';
import type { ReactNode } from 'react';
import type { AssistantProfile, ServerView, Settings } from '../../contract/index.ts';

interface ProfileCardProps {
  readonly name: string;
  readonly profile: AssistantProfile;
  readonly settings: Settings;
  readonly servers: readonly ServerView[];
}

/** One profile: what it changes of the assistant, and which servers' tools it may use. */
export function ProfileCard({ name, profile, settings, servers }: ProfileCardProps): ReactNode {
  const { t } = useTranslation();
  const use = useAction('settings.set');
  const remove = useAction('settings.set');
  const inUse = settings.talk.profile === name;
  const settingKey = `profiles.${name}`;
  const removeIt = async (): Promise<void> => {
    if (inUse && !(await remove.run({ key: 'talk.profile', value: null }))) return;
    if (await remove.run({ key: settingKey, value: undefined })) goTo({ place: 'settings', section: 'assistant' });
  };
  const error = use.error ?? remove.error;
  return (
    <>
      <a href={hrefOf({ place: 'settings', section: 'assistant' })}>‹ {t('settings.assistant.title')}</a>
      <SectionCard title={name} line={t('settings.profiles.emptyMeans')}>
        <TraitFields settingKey={settingKey} traits={profile} settings={settings} own={settings.assistant} />
      </SectionCard>
      <ProfileServers settingKey={`${settingKey}.servers`} chosen={profile.servers} servers={servers} />
      <div className="row">
        <ActionButton
          variant="soft"
          pending={use.pending}
          onClick={() => void use.run({ key: 'talk.profile', value: inUse ? null : name })}
        >
          {t(inUse ? 'settings.profiles.stopUsing' : 'settings.profiles.use')}
        </ActionButton>
        <ActionButton variant="soft" color="red" pending={remove.pending} onClick={() => void removeIt()}>
          {t('settings.profiles.remove')}
        </ActionButton>
        {error && <Failure>{error.message}</Failure>}
      </div>
    </>
  );
}
