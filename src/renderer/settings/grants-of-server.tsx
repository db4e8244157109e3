import { useTranslation } from 'react-i18next';
import { ActionButton } from '../shell/action-button.tsx';
import { useAction } from '../bridge/use-action.ts';
import { useChangeCount } from '../bridge/use-change-count.ts';
import { useRequest } from '../bridge/use-request.ts';
import { hrefOf } from '../shell/route.ts';
import { toVisibleText } from '../text/visible-text.ts';
import { Failure } from '../shell/failure.tsx';
import type { ReactNode } from 'react';
import type { ServerView } from '../../contract/index.ts';

/** One server: its own word, and the words on its tools that stand over it. */
export function GrantsOfServer({ server }: { server: ServerView }): ReactNode {
  const { t } = useTranslation();
  // The decisions on its tools are no part of what is told of a server: told anew, they are asked for anew.
  const detail = useRequest('mcp.show', { name: server.name }, useChangeCount(server));
  const onServer = useAction('mcp.setApproval');
  const onTool = useAction('mcp.setToolApproval');
  const decided = detail.data?.toolList.filter(({ approval }) => approval !== null) ?? [];
  const withdrawTool = async (tool: string): Promise<void> => {
    if (await onTool.run({ name: server.name, tool, approval: null })) detail.reload();
  };
  const error = onServer.error ?? onTool.error ?? detail.error;
  const name = toVisibleText(server.name);
  return (
    <section className="grants" aria-label={name}>
      <div className="grant">
        <span>
          <a href={hrefOf({ place: 'servers', server: server.name })}>{name}</a>{' '}
          <span className="quiet">{t(`servers.approvals.${server.approval}.text`)}</span>
        </span>
        {server.approval !== 'ask' && (
          <ActionButton
            size="1"
            variant="soft"
            color="gray"
            pending={onServer.pending}
            onClick={() => void onServer.run({ name: server.name, approval: 'ask' })}
          >
            {t('settings.approvals.withdraw')}
            <span className="sr-only">{name}</span>
          </ActionButton>
        )}
      </div>
      {decided.length > 0 && (
        <ul aria-label={t('settings.approvals.toolsOf', { name })}>
          {decided.map((tool) => (
            <li key={tool.name} className="grant">
              <span>
                <code>{toVisibleText(tool.name)}</code>{' '}
                <span className="quiet">{t(`servers.toolApprovals.${tool.approval ?? 'ask'}`)}</span>
              </span>
              <ActionButton
                size="1"
                variant="soft"
                color="gray"
                pending={onTool.pending}
                onClick={() => void withdrawTool(tool.name)}
              >
                {t('settings.approvals.withdraw')}
                <span className="sr-only">{toVisibleText(tool.name)}</span>
              </ActionButton>
            </li>
          ))}
        </ul>
      )}
      {error && <Failure>{error.message}</Failure>}
    </section>
  );
}
