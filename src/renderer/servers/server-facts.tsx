import { useTranslation } from 'react-i18next';
import { useNow } from '../shell/use-now.ts';
import { Facts } from '../text/facts.tsx';
import { formatDayAndClock, formatDuration } from '../text/format.ts';
import type { ReactNode } from 'react';
import type { ServerView } from '../../contract/index.ts';
import type { Fact } from '../text/facts.tsx';

export function ServerFacts({ server }: { server: ServerView }): ReactNode {
  const { t } = useTranslation();
  const leftMs = (server.retryAtMs ?? 0) - useNow(server.retryAtMs === null ? null : 1_000);
  const retry =
    leftMs > 0 ? t('servers.facts.retryIn', { duration: formatDuration(leftMs) }) : t('servers.facts.retryNow');
  const facts: readonly Fact[] = [
    [t('servers.facts.era'), server.era],
    [t('servers.facts.version'), server.version],
    [t('servers.facts.tools'), server.lastReadyAtMs === null && server.tools === 0 ? null : String(server.tools)],
    [t('servers.facts.pid'), server.pid === null ? null : String(server.pid)],
    [t('servers.facts.lastReady'), server.lastReadyAtMs === null ? null : formatDayAndClock(server.lastReadyAtMs)],
    [t('servers.facts.retry'), server.retryAtMs === null ? null : retry],
  ];
  return <Facts facts={facts} />;
}
