import { Tabs } from '@radix-ui/themes';
import { useTranslation } from 'react-i18next';
import { toVisibleText } from '../text/visible-text.ts';
import { ServerApprovals } from './server-approvals.tsx';
import { ServerOutput } from './server-output.tsx';
import { ServerOverview } from './server-overview.tsx';
import { ServerTools } from './server-tools.tsx';
import { StateWord } from './state-word.tsx';
import type { ReactNode } from 'react';
import type { ServerView } from '../../contract/index.ts';

interface ServerDetailProps {
  readonly server: ServerView;
  onRemove(server: ServerView): Promise<void>;
}

export function ServerDetail({ server, onRemove }: ServerDetailProps): ReactNode {
  const { t } = useTranslation();
  return (
    <section aria-label={toVisibleText(server.name)}>
      <header className="detail-head">
        <h2>{toVisibleText(server.name)}</h2>
        <StateWord server={server} />
      </header>
      <Tabs.Root defaultValue="overview">
        <Tabs.List size="2">
          <Tabs.Trigger value="overview">{t('servers.tabs.overview')}</Tabs.Trigger>
          <Tabs.Trigger value="tools">{t('servers.tabs.tools')}</Tabs.Trigger>
          <Tabs.Trigger value="output">{t('servers.tabs.output')}</Tabs.Trigger>
          <Tabs.Trigger value="approvals">{t('servers.tabs.approvals')}</Tabs.Trigger>
        </Tabs.List>
        <Tabs.Content className="tab" value="overview">
          <ServerOverview server={server} onRemove={onRemove} />
        </Tabs.Content>
        <Tabs.Content className="tab" value="tools">
          <ServerTools server={server} />
        </Tabs.Content>
        <Tabs.Content className="tab" value="output">
          <ServerOutput server={server} />
        </Tabs.Content>
        <Tabs.Content className="tab" value="approvals">
          <ServerApprovals server={server} />
        </Tabs.Content>
      </Tabs.Root>
    </section>
  );
}
