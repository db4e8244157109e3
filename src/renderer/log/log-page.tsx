import { MagnifyingGlassIcon } from '@radix-ui/react-icons';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { PageHead } from '../shell/page-head.tsx';
import { Skeleton } from '../shell/skeleton.tsx';
import { LogDrawer } from './log-drawer.tsx';
import { LogTable } from './log-table.tsx';
import { useLog } from './use-log.ts';
import type { ReactNode } from 'react';

/** Every tool call there was, live, with search over everything in it. */
export function LogPage({ call }: { call: string | null }): ReactNode {
  const { t } = useTranslation();
  const [search, setSearch] = useState('');
  const { state, loadMore } = useLog(search.trim());
  const isEmpty = state.loaded && state.records.length === 0 && !state.error;
  return (
    <div className="page log" data-detail={call !== null}>
      <div className="log-main">
        <PageHead title={t('places.log')}>
          <label className="search">
            <MagnifyingGlassIcon aria-hidden="true" />
            <input
              type="search"
              aria-label={t('log.search')}
              placeholder={t('log.search')}
              maxLength={200}
              value={search}
              onChange={(event) => setSearch(event.target.value)}
            />
          </label>
        </PageHead>
        {state.error && (
          <p className="problem" role="alert">
            {state.error.message}
          </p>
        )}
        {!state.loaded && <Skeleton lines={8} />}
        {state.loaded && (state.records.length > 0 || isEmpty) && (
          <LogTable records={state.records} selected={call} onNearEnd={loadMore} />
        )}
        {isEmpty && (
          <div className="empty">
            <h2>{state.search === '' ? t('log.empty.title') : t('log.nothingFound')}</h2>
            <p>{state.search === '' ? t('log.empty.text') : t('log.nothingFoundText')}</p>
          </div>
        )}
      </div>
      {call !== null && <LogDrawer key={call} id={call} known={state.records.find(({ id }) => id === call) ?? null} />}
    </div>
  );
}
