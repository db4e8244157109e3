import { useTranslation } from 'react-i18next';
import { useRequest } from '../bridge/use-request.ts';
import { useNow } from '../shell/use-now.ts';
import { Skeleton } from '../shell/skeleton.tsx';
import { CodeBlock } from '../text/code-block.tsx';
import { toVisibleText } from '../text/visible-text.ts';
import { ProblemBox } from '../shell/failure.tsx';
import type { ReactNode } from 'react';
import type { ServerView } from '../../contract/index.ts';

const refreshEveryMs = 2_000;

/** The tail of what the server writes to its error output. */
export function ServerOutput({ server }: { server: ServerView }): ReactNode {
  const { t } = useTranslation();
  const tick = useNow(refreshEveryMs);
  const { data, error } = useRequest('mcp.logs', { name: server.name }, tick);
  if (error) return <ProblemBox sentence={error.message} />;
  if (!data) return <Skeleton lines={6} />;
  if (data.length === 0) return <p className="quiet">{t('servers.noOutput')}</p>;
  return <CodeBlock label={t('servers.tabs.output')} text={toVisibleText(data.join('\n'))} />;
}
