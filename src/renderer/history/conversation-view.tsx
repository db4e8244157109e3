import { useTranslation } from 'react-i18next';
import { ActionButton } from '../shell/action-button.tsx';
import { useRequest } from '../bridge/use-request.ts';
import { SectionCard } from '../settings/section-card.tsx';
import { goTo, hrefOf } from '../shell/route.ts';
import { Skeleton } from '../shell/skeleton.tsx';
import { TurnItem } from '../talk/turn-item.tsx';
import { formatDayAndClock } from '../text/format.ts';
import { toVisibleText } from '../text/visible-text.ts';
import { DeleteConversations } from './delete-conversations.tsx';
import { useExport } from './use-export.ts';
import { Failure } from '../shell/failure.tsx';
import type { ReactNode } from 'react';
import type { ConversationId, ExportFormat } from '../../contract/index.ts';

const formats: readonly ExportFormat[] = ['markdown', 'json'];

/** One stored conversation, whole; saved as a file or deleted from here. */
export function ConversationView({ id: name }: { id: string }): ReactNode {
  const { t } = useTranslation();
  const id = name as ConversationId;
  const shown = useRequest('history.show', { id });
  const save = useExport(id);
  const back = hrefOf({ place: 'settings', section: 'data' });
  const { conversation, turns } = shown.data ?? { conversation: null, turns: [] };
  return (
    <>
      <a href={back}>‹ {t('history.title')}</a>
      {shown.error && <Failure>{shown.error.message}</Failure>}
      {!conversation && !shown.error && <Skeleton lines={6} />}
      {conversation && (
        <SectionCard
          title={toVisibleText(conversation.title) || t('history.untitled')}
          line={formatDayAndClock(conversation.startedAtMs)}
        >
          <div className="row">
            {formats.map((format) => (
              <ActionButton key={format} variant="soft" pending={save.pending} onClick={() => void save.run(format)}>
                {t(`history.export.${format}`)}
              </ActionButton>
            ))}
            <DeleteConversations
              what={{ id }}
              words="history.deleteOne"
              onDeleted={() => goTo({ place: 'settings', section: 'data' })}
            />
          </div>
          {save.error && <Failure>{save.error.message}</Failure>}
          <div className="stored-turns">
            {turns.map((turn) => (
              <TurnItem key={turn.id} turn={turn} named />
            ))}
          </div>
        </SectionCard>
      )}
    </>
  );
}
