import { useTranslation } from 'react-i18next';
import { ActionButton } from '../shell/action-button.tsx';
import { useAction } from '../bridge/use-action.ts';
import { CodeBlock } from '../text/code-block.tsx';
import { describeWhole } from './describe-entry.ts';
import { Failure } from '../shell/failure.tsx';
import type { ReactNode } from 'react';
import type { ServerView } from '../../contract/index.ts';

/** An entry that appeared or changed in the file: nothing of it runs before its owner has seen all of it. */
export function UnapprovedNotice({ server }: { server: ServerView }): ReactNode {
  const { t } = useTranslation();
  const approve = useAction('mcp.approve');
  return (
    <div className="approval" role="group" aria-label={t('servers.unapproved.title')}>
      <p>{server.entry.command === undefined ? t('servers.unapproved.reaches') : t('servers.unapproved.runs')}</p>
      <CodeBlock label={t('servers.unapproved.title')} text={describeWhole(server.entry).join('\n')} />
      {server.approval !== 'ask' && <p>{t(`servers.approvals.${server.approval}.text`)}</p>}
      {approve.error && <Failure>{approve.error.message}</Failure>}
      <div className="row">
        <ActionButton
          pending={approve.pending}
          onClick={() => void approve.run({ name: server.name, entry: server.entry })}
        >
          {t('servers.unapproved.approve')}
        </ActionButton>
      </div>
    </div>
  );
}
