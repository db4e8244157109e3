import { useTranslation } from 'react-i18next';
import { useAction } from '../bridge/use-action.ts';
import { CodeBlock } from '../text/code-block.tsx';
import { toVisibleJson, toVisibleText } from '../text/visible-text.ts';
import { ToolTrial } from './tool-trial.tsx';
import { Failure } from '../shell/failure.tsx';
import type { ReactNode } from 'react';
import type { ServerView, ToolApproval, ToolView } from '../../contract/index.ts';

interface ToolItemProps {
  readonly server: ServerView;
  readonly tool: ToolView;
  onChanged(): void;
}

const choices: readonly ToolApproval[] = ['ask', 'allow', 'deny'];

/** One tool: what it says of itself, what its owner decided, its schema, and a try by hand. */
export function ToolItem({ server, tool, onChanged }: ToolItemProps): ReactNode {
  const { t } = useTranslation();
  const decide = useAction('mcp.setToolApproval');
  const name = toVisibleText(tool.name);
  const choose = async (value: string): Promise<void> => {
    const approval = choices.find((choice) => choice === value) ?? null;
    if (await decide.run({ name: server.name, tool: tool.name, approval })) onChanged();
  };
  return (
    <li className="tool">
      <div className="tool-head">
        <span className="tool-name">{name}</span>
        <select
          className="select"
          aria-label={t('servers.toolApproval', { tool: name })}
          value={tool.approval ?? ''}
          // Not disabled meanwhile: the focus would be lost, and the next press of Space the talk's.
          aria-disabled={decide.pending || undefined}
          onChange={(event) => {
            if (!decide.pending) void choose(event.target.value);
          }}
        >
          <option value="">
            {t('servers.toolApprovals.server', { approval: t(`servers.approvals.${server.approval}.name`) })}
          </option>
          {choices.map((choice) => (
            <option key={choice} value={choice}>
              {t(`servers.toolApprovals.${choice}`)}
            </option>
          ))}
        </select>
      </div>
      {tool.description !== '' && <p className="tool-description">{toVisibleText(tool.description)}</p>}
      {decide.error && <Failure>{decide.error.message}</Failure>}
      <details>
        <summary>{t('servers.schemaAndTrial')}</summary>
        <div className="stack-small">
          <CodeBlock label={t('servers.schema')} text={toVisibleJson(tool.inputSchema)} />
          <ToolTrial server={server} tool={tool} />
        </div>
      </details>
    </li>
  );
}
