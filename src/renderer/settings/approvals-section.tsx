import { useTranslation } from 'react-i18next';
import { useLive } from '../bridge/use-live.ts';
import { hrefOf } from '../shell/route.ts';
import { Skeleton } from '../shell/skeleton.tsx';
import { GrantsOfServer } from './grants-of-server.tsx';
import { SectionCard } from './section-card.tsx';
import type { ReactNode } from 'react';

/** What may run without being asked, server by server and tool by tool, each withdrawn by one press. */
export function ApprovalsSection(): ReactNode {
  const { t } = useTranslation();
  const servers = useLive('mcp.serversChanged');
  return (
    <SectionCard title={t('settings.approvals.granted')} line={t('settings.approvals.line')}>
      {servers === null && <Skeleton lines={4} />}
      {servers?.length === 0 && (
        <p>
          {t('settings.approvals.noServers')}{' '}
          <a href={hrefOf({ place: 'servers', adding: true })}>{t('servers.add')}</a>
        </p>
      )}
      {servers?.map((server) => (
        <GrantsOfServer key={server.name} server={server} />
      ))}
    </SectionCard>
  );
}
