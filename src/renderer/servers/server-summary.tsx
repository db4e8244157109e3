import { useTranslation } from 'react-i18next';
import { summarize } from './summary.ts';
import type { ReactNode } from 'react';
import type { ServerView } from '../../contract/index.ts';

/** All servers in one word, with its color. */
export function ServerSummary({ servers }: { servers: readonly ServerView[] }): ReactNode {
  const { t } = useTranslation();
  const { word, tone, connected, enabled } = summarize(servers);
  return (
    <span className="state-word" data-tone={tone}>
      <span className="dot" aria-hidden="true" />
      {t(`servers.summary.${word}`, { connected, enabled })}
    </span>
  );
}
