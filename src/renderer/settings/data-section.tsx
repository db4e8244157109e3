import { useTranslation } from 'react-i18next';
import { ConversationList } from '../history/conversation-list.tsx';
import { ConversationView } from '../history/conversation-view.tsx';
import { SectionCard } from './section-card.tsx';
import { SettingSwitch } from './setting-switch.tsx';
import type { ReactNode } from 'react';
import type { Settings } from '../../contract/index.ts';

/** What is kept on this computer: the conversations, until the person deletes them. */
export function DataSection({
  settings,
  conversation,
}: {
  settings: Settings;
  conversation: string | null;
}): ReactNode {
  const { t } = useTranslation();
  if (conversation !== null) return <ConversationView id={conversation} />;
  return (
    <>
      <SectionCard title={t('settings.data.keepTitle')} line={t('settings.data.keepLine')}>
        <SettingSwitch settingKey="history.keep" label={t('settings.data.keep')} value={settings.history.keep} />
      </SectionCard>
      <ConversationList kept={settings.history.keep} />
    </>
  );
}
