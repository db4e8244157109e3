import { Switch } from '@radix-ui/themes';
import { useTranslation } from 'react-i18next';
import { useAction } from '../bridge/use-action.ts';
import { ConversationList } from '../history/conversation-list.tsx';
import { ConversationView } from '../history/conversation-view.tsx';
import { SectionCard } from './section-card.tsx';
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
  const set = useAction('settings.set');
  if (conversation !== null) return <ConversationView id={conversation} />;
  return (
    <>
      <SectionCard title={t('settings.data.keepTitle')} line={t('settings.data.keepLine')}>
        <label className="row">
          <Switch
            size="1"
            checked={settings.history.keep}
            onCheckedChange={(keep) => void set.run({ key: 'history.keep', value: keep })}
          />
          {t('settings.data.keep')}
        </label>
        {set.error && <p className="call-error">{set.error.message}</p>}
      </SectionCard>
      <ConversationList kept={settings.history.keep} />
    </>
  );
}
