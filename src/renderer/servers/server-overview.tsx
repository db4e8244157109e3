import { Button, Switch } from '@radix-ui/themes';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { ActionButton } from '../shell/action-button.tsx';
import { useAction } from '../bridge/use-action.ts';
import { goTo } from '../shell/route.ts';
import { CodeBlock } from '../text/code-block.tsx';
import { toVisibleText } from '../text/visible-text.ts';
import { describeEntry, describeValues } from './describe-entry.ts';
import { EditServer } from './edit-server.tsx';
import { remedyFor } from './remedy.ts';
import { ServerFacts } from './server-facts.tsx';
import { ServerFailure } from './server-failure.tsx';
import { TestReport } from './test-report.tsx';
import { useConnectionTest } from './use-connection-test.ts';
import { UnapprovedNotice } from './unapproved-notice.tsx';
import { ProblemBox } from '../shell/failure.tsx';
import type { ReactNode } from 'react';
import type { ServerView } from '../../contract/index.ts';
import type { EntryField } from './remedy.ts';

interface ServerOverviewProps {
  readonly server: ServerView;
  onRemove(server: ServerView): Promise<void>;
}

export function ServerOverview({ server, onRemove }: ServerOverviewProps): ReactNode {
  const { t } = useTranslation();
  const { name } = server;
  const restart = useAction('mcp.restart');
  const enable = useAction('mcp.setEnabled');
  const test = useConnectionTest('mcp.test');
  const error = restart.error ?? enable.error ?? test.error;
  const unapproved = server.state === 'unapproved';
  const values = describeValues(server.entry);
  const [editing, setEditing] = useState<EntryField | 'any' | null>(null);
  if (editing) {
    const focused = editing === 'any' ? null : editing;
    return <EditServer server={server} focused={focused} onDone={() => setEditing(null)} />;
  }
  const failure = server.cause && !unapproved && server.state !== 'starting' ? server.cause : null;
  const remedy = failure && remedyFor(failure, server);
  const restartButton = (
    <ActionButton
      variant={remedy?.type === 'restart' ? 'surface' : 'soft'}
      pending={restart.pending}
      disabled={!server.enabled || unapproved}
      onClick={() => void restart.run({ name })}
    >
      {t('servers.restart')}
    </ActionButton>
  );
  return (
    <div className="stack">
      {unapproved && <UnapprovedNotice server={server} />}
      {server.cause && server.state === 'starting' && (
        <p className="quiet" role="status">
          {toVisibleText(server.cause.message)}
        </p>
      )}
      {failure && <ServerFailure cause={failure} remedy={remedy} restart={restartButton} onEdit={setEditing} />}
      <div className="row">
        {remedy?.type !== 'restart' && restartButton}
        <ActionButton
          variant="soft"
          pending={test.pending}
          disabled={unapproved}
          onClick={() => void test.run({ name })}
        >
          {t('servers.test')}
        </ActionButton>
        <Button variant="soft" disabled={unapproved} onClick={() => setEditing('any')}>
          {t('servers.edit.open')}
        </Button>
        <Button variant="soft" onClick={() => goTo({ place: 'servers', adding: true, like: name })}>
          {t('servers.edit.duplicate')}
        </Button>
        <Button variant="soft" color="red" onClick={() => void onRemove(server)}>
          {t('servers.remove')}
        </Button>
        <label className="switch-label">
          <Switch checked={server.enabled} onCheckedChange={(enabled) => void enable.run({ name, enabled })} />
          {t('servers.enabled')}
        </label>
      </div>
      {error && <ProblemBox sentence={error.message} />}
      <TestReport test={test} />
      {!unapproved && (
        <div className="stack-small">
          <h3>{server.entry.command === undefined ? t('servers.address') : t('servers.command')}</h3>
          <CodeBlock label={t('servers.command')} text={describeEntry(server.entry)} />
          {values.length > 0 && <CodeBlock label={t('servers.values')} text={values.join('\n')} />}
        </div>
      )}
      <ServerFacts server={server} />
    </div>
  );
}
