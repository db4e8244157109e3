import { Button } from '@radix-ui/themes';
import { useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useLive } from '../bridge/use-live.ts';
import { PageHead } from '../shell/page-head.tsx';
import { Skeleton } from '../shell/skeleton.tsx';
import { LogDrawer } from './log-drawer.tsx';
import { LogExport } from './log-export.tsx';
import { LogFilters } from './log-filters.tsx';
import { loadedRecords, rowCount } from './log-state.ts';
import { LogTable } from './log-table.tsx';
import { useLog } from './use-log.ts';
import { useLogFilter } from './use-log-filter.ts';
import { ProblemBox } from '../shell/failure.tsx';
import type { ReactNode } from 'react';

/** Every tool call there was, live, with search over everything in it. */
export function LogPage({ call }: { call: string | null }): ReactNode {
  const { t } = useTranslation();
  const filter = useLogFilter();
  const { state, show, reload } = useLog(filter.filter);
  const [atTop, setAtTop] = useState(true);
  const servers = useLive('mcp.serversChanged') ?? [];
  const loaded = loadedRecords(state);
  const names = [...servers.map((server) => server.name), ...loaded.map((record) => record.server)];
  const count = rowCount(state);
  const isEmpty = state.loaded && count === 0 && !state.error;
  const isNarrowed = Object.keys(filter.filter).length > 0;
  useEffect(() => {
    if (state.outdated && atTop) reload();
  }, [state.outdated, atTop]);
  return (
    <div className="page log" data-detail={call !== null}>
      <div className="log-main">
        <PageHead
          title={t('places.log')}
          line={state.loaded && !state.error && <span className="quiet">{t('log.count', { count })}</span>}
        >
          <LogExport filter={filter.filter} disabled={count === 0} />
        </PageHead>
        <LogFilters filter={filter} servers={names} />
        {state.error && (
          <ProblemBox sentence={state.error.message}>
            <Button size="1" variant="surface" onClick={reload}>
              {t('log.again')}
            </Button>
          </ProblemBox>
        )}
        {state.outdated && !atTop && (
          <div className="notice" role="status">
            <p>{t('log.outdated')}</p>
            <Button size="1" variant="soft" onClick={reload}>
              {t('log.showNew')}
            </Button>
          </div>
        )}
        {!state.loaded && <Skeleton lines={8} />}
        {state.loaded && (count > 0 || isEmpty) && (
          <LogTable
            key={JSON.stringify(state.filter)}
            state={state}
            selected={call}
            onShown={(first, last) => {
              setAtTop(first === 0);
              show(first, last);
            }}
          />
        )}
        {isEmpty && (
          <div className="empty">
            <h2>{isNarrowed ? t('log.nothingFound') : t('log.empty.title')}</h2>
            <p>{isNarrowed ? t('log.nothingFoundText') : t('log.empty.text')}</p>
          </div>
        )}
      </div>
      {call !== null && <LogDrawer key={call} id={call} known={loaded.find(({ id }) => id === call) ?? null} />}
    </div>
  );
}
