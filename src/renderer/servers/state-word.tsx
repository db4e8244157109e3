import { useTranslation } from 'react-i18next';
import { toneOfServer } from './summary.ts';
import type { ReactNode } from 'react';
import type { ServerView } from '../../contract/index.ts';

/** A server's state as a dot and a word. */
export function StateWord({ server }: { server: ServerView }): ReactNode {
  const { t } = useTranslation();
  return (
    <span className="state-word" data-tone={toneOfServer(server.state)}>
      <span className="dot" aria-hidden="true" />
      {t(`servers.states.${server.state}`)}
    </span>
  );
}
