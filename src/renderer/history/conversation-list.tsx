import { MagnifyingGlassIcon } from '@radix-ui/react-icons';
import { Button } from '@radix-ui/themes';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { SectionCard } from '../settings/section-card.tsx';
import { hrefOf } from '../shell/route.ts';
import { Skeleton } from '../shell/skeleton.tsx';
import { formatDayAndClock } from '../text/format.ts';
import { toVisibleText } from '../text/visible-text.ts';
import { DeleteConversations } from './delete-conversations.tsx';
import { pageSize, useConversations } from './use-conversations.ts';
import { Failure } from '../shell/failure.tsx';
import type { ReactNode } from 'react';
import type { Conversation } from '../../contract/index.ts';

/** The stored conversations: search, open, delete all. */
export function ConversationList({ kept }: { kept: boolean }): ReactNode {
  const { t } = useTranslation();
  const [search, setSearch] = useState('');
  const [limit, setLimit] = useState(pageSize);
  const list = useConversations(search, limit);
  const found = list.data;
  const isEmpty = found?.length === 0;
  return (
    <SectionCard title={t('history.title')}>
      <label className="search">
        <MagnifyingGlassIcon />
        <span className="sr-only">{t('history.search')}</span>
        <input
          type="search"
          placeholder={t('history.search')}
          value={search}
          onChange={(event) => setSearch(event.target.value)}
        />
      </label>
      {list.error && <Failure>{list.error.message}</Failure>}
      {!found && !list.error && <Skeleton lines={4} />}
      {isEmpty && (
        <p className="quiet">
          {t(search.trim() !== '' ? 'history.nothingFound' : kept ? 'history.none' : 'history.off')}
        </p>
      )}
      {found && !isEmpty && (
        <ul className="plain-list" aria-label={t('history.title')}>
          {found.map((conversation) => (
            <ConversationItem key={conversation.id} conversation={conversation} />
          ))}
        </ul>
      )}
      <div className="row">
        {found?.length === limit && (
          <Button variant="soft" color="gray" onClick={() => setLimit(limit + pageSize)}>
            {t('history.more')}
          </Button>
        )}
        {found && !isEmpty && search.trim() === '' && (
          <DeleteConversations what={{ all: true }} words="history.deleteAll" onDeleted={list.reload} />
        )}
      </div>
    </SectionCard>
  );
}

function ConversationItem({ conversation }: { conversation: Conversation }): ReactNode {
  const { t } = useTranslation();
  const { id, title, found, startedAtMs, turns } = conversation;
  return (
    <li className="stored-conversation">
      <a href={hrefOf({ place: 'settings', section: 'data', item: id })}>
        {toVisibleText(title) || t('history.untitled')}
      </a>
      <span className="quiet">
        <time dateTime={new Date(startedAtMs).toISOString()}>{formatDayAndClock(startedAtMs)}</time> ·{' '}
        {t('history.turns', { count: turns })}
      </span>
      {found !== null && <span className="quiet conversation-found">{toVisibleText(found)}</span>}
    </li>
  );
}
