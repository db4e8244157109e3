import { DownloadIcon, PlusIcon } from '@radix-ui/react-icons';
import { Button, IconButton } from '@radix-ui/themes';
import { useTranslation } from 'react-i18next';
import { useLive } from '../bridge/use-live.ts';
import { BackHeading } from '../shell/back-heading.tsx';
import { PageHead } from '../shell/page-head.tsx';
import { goTo } from '../shell/route.ts';
import { AddServer } from './add-server.tsx';
import { ExportNotice } from './export-notice.tsx';
import { ServerDetail } from './server-detail.tsx';
import { ServerList } from './server-list.tsx';
import { ServerSummary } from './server-summary.tsx';
import { RemovedNotice } from './removed-notice.tsx';
import { useRemoval } from './use-removal.ts';
import { useServerExport } from './use-server-export.ts';
import type { ReactNode } from 'react';

interface ServersPageProps {
  readonly server: string | null;
  readonly adding: boolean;
  /** A server that a new one begins as. */
  readonly like: string | null;
}

/** The list, and beside it one server or the form for a new one. */
export function ServersPage({ server, adding, like }: ServersPageProps): ReactNode {
  const { t } = useTranslation();
  const servers = useLive('mcp.serversChanged');
  const removal = useRemoval();
  const saving = useServerExport();
  const shown = servers?.find(({ name }) => name === server) ?? null;
  const isDetail = adding || shown !== null;
  return (
    <div className="page split" data-detail={isDetail}>
      <div className="split-list">
        <PageHead title={t('places.servers')} line={servers && <ServerSummary servers={servers} />}>
          {servers !== null && servers.length > 0 && (
            <IconButton
              size="2"
              variant="soft"
              color="gray"
              aria-label={t('servers.export')}
              title={t('servers.export')}
              loading={saving.pending}
              disabled={false}
              onClick={() => void saving.run()}
            >
              <DownloadIcon />
            </IconButton>
          )}
          <Button size="2" variant="soft" onClick={() => goTo({ place: 'servers', adding: true })}>
            <PlusIcon /> {t('servers.add')}
          </Button>
        </PageHead>
        <RemovedNotice removal={removal} />
        <ExportNotice saving={saving} />
        <ServerList servers={servers} selected={adding ? null : server} />
      </div>
      {isDetail && (
        <div className="split-detail">
          <BackHeading route={{ place: 'servers' }} />
          {adding
            ? servers && <AddServer key={like} like={servers.find(({ name }) => name === like) ?? null} />
            : shown && <ServerDetail key={shown.name} server={shown} onRemove={removal.remove} />}
        </div>
      )}
    </div>
  );
}
