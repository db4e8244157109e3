import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useChangeCount } from '../bridge/use-change-count.ts';
import { useRequest } from '../bridge/use-request.ts';
import { Skeleton } from '../shell/skeleton.tsx';
import { ToolItem } from './tool-item.tsx';
import { ProblemBox } from '../shell/failure.tsx';
import type { ReactNode } from 'react';
import type { ServerView } from '../../contract/index.ts';

/** From so many tools on the list can be searched. */
const searchFrom = 8;

export function ServerTools({ server }: { server: ServerView }): ReactNode {
  const { t } = useTranslation();
  const [search, setSearch] = useState('');
  // A tool may change while their number stays: what is told of a server anew is asked for anew.
  const { data, error, reload } = useRequest('mcp.show', { name: server.name }, useChangeCount(server));
  if (error) return <ProblemBox sentence={error.message} />;
  if (!data) return <Skeleton lines={6} />;
  const wanted = search.trim().toLowerCase();
  const tools = data.toolList.filter((tool) => `${tool.name} ${tool.description}`.toLowerCase().includes(wanted));
  return (
    <div className="stack-small">
      {data.toolList.length === 0 && <p className="quiet">{t('servers.noTools')}</p>}
      {data.toolList.length >= searchFrom && (
        <input
          className="field"
          type="search"
          aria-label={t('servers.searchTools')}
          placeholder={t('servers.searchTools')}
          value={search}
          onChange={(event) => setSearch(event.target.value)}
        />
      )}
      <ul className="tool-list" aria-label={t('servers.tabs.tools')}>
        {tools.map((tool) => (
          <ToolItem key={tool.name} server={server} tool={tool} onChanged={reload} />
        ))}
      </ul>
    </div>
  );
}
