import { Badge, Button } from '@radix-ui/themes';
import { useTranslation } from 'react-i18next';
import { Skeleton } from '../shell/skeleton.tsx';
import { hrefOf } from '../shell/route.ts';
import { toVisibleText } from '../text/visible-text.ts';
import { shortenEntry } from './shorten-entry.ts';
import { toneOfServer } from './summary.ts';
import { StateWord } from './state-word.tsx';
import type { ReactNode } from 'react';
import type { ServerView } from '../../contract/index.ts';

export function ServerList({
  servers,
  selected,
}: {
  servers: readonly ServerView[] | null;
  selected: string | null;
}): ReactNode {
  const { t } = useTranslation();
  if (servers === null) return <Skeleton lines={6} />;
  return (
    <>
      <ul className="server-list" aria-label={t('places.servers')}>
        {servers.map((server) => (
          <ServerItem key={server.name} server={server} selected={server.name === selected} />
        ))}
      </ul>
      {servers.length === 0 && (
        <div className="empty">
          <h2>{t('servers.empty.title')}</h2>
          <p>{t('servers.empty.text')}</p>
          <div className="row">
            <Button asChild>
              <a href={hrefOf({ place: 'servers', adding: true })}>{t('servers.empty.step')}</a>
            </Button>
          </div>
        </div>
      )}
    </>
  );
}

function ServerItem({ server, selected }: { server: ServerView; selected: boolean }): ReactNode {
  const { t } = useTranslation();
  const name = toVisibleText(server.name);
  return (
    <li className="server" aria-label={`${name}, ${t(`servers.states.${server.state}`)}`} data-selected={selected}>
      <a
        className="server-link"
        href={hrefOf({ place: 'servers', server: server.name })}
        aria-current={selected || undefined}
      >
        <span className="server-head">
          <span className="server-name">{name}</span>
          <StateWord server={server} />
        </span>
        <span className="server-line">
          {server.cause && server.state !== 'ready' ? (
            <span className="server-cause" data-tone={toneOfServer(server.state)}>
              {server.state === 'unapproved' ? t('servers.unapproved.title') : toVisibleText(server.cause.message)}
            </span>
          ) : (
            <span className="server-what">{shortenEntry(server.entry)}</span>
          )}
          <span className="server-facts">
            {server.tools > 0 && t('servers.tools', { count: server.tools })}
            {server.era && (
              <Badge size="1" color="gray" variant="soft">
                {server.era}
              </Badge>
            )}
          </span>
        </span>
      </a>
    </li>
  );
}
