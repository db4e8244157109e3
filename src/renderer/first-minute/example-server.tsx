import { useTranslation } from 'react-i18next';
import { ActionButton } from '../shell/action-button.tsx';
import { ownServers } from '../../contract/index.ts';
import { useAction } from '../bridge/use-action.ts';
import { hrefOf } from '../shell/route.ts';
import { toVisibleText } from '../text/visible-text.ts';
import { Failure } from '../shell/failure.tsx';
import type { ReactNode } from 'react';
import type { ServerName, ServerView } from '../../contract/index.ts';

/** A server that comes with Parley and needs no account and no folder, for the first call of a tool. */
const example = {
  name: 'everything' as ServerName,
  entry: { command: ownServers.everything, args: ['stdio'] },
};

/** The whole command stands beside the button: a press approves just that. */
export function ExampleServer({ servers }: { servers: readonly ServerView[] }): ReactNode {
  const { t } = useTranslation();
  const add = useAction('mcp.add');
  if (servers.length > 0) {
    return (
      <ul className="plain-words" aria-label={t('places.servers')}>
        {servers.map((server) => (
          <li key={server.name}>
            <a href={hrefOf({ place: 'servers', server: server.name })}>{toVisibleText(server.name)}</a>{' '}
            <span className="quiet">
              {t(`servers.states.${server.state}`)}
              {server.tools > 0 && ` · ${t('servers.tools', { count: server.tools })}`}
            </span>
          </li>
        ))}
      </ul>
    );
  }
  return (
    <>
      <p className="quiet">{t('first.server.text')}</p>
      <code className="first-command">{[example.entry.command, ...example.entry.args].join(' ')}</code>
      <div className="row">
        <ActionButton variant="soft" color="gray" pending={add.pending} onClick={() => void add.run(example)}>
          {t('first.server.add')}
        </ActionButton>
        <a href={hrefOf({ place: 'servers', adding: true })}>{t('first.server.others')}</a>
      </div>
      {add.error && <Failure>{add.error.message}</Failure>}
    </>
  );
}
