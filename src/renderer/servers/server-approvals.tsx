import { RadioCards } from '@radix-ui/themes';
import { useTranslation } from 'react-i18next';
import { useAction } from '../bridge/use-action.ts';
import { ProblemBox } from '../shell/failure.tsx';
import type { ReactNode } from 'react';
import type { ServerApproval, ServerView } from '../../contract/index.ts';

const choices: readonly ServerApproval[] = ['ask', 'auto', 'allow'];

/** How calls of this server are decided where a tool has no word of its own. */
export function ServerApprovals({ server }: { server: ServerView }): ReactNode {
  const { t } = useTranslation();
  const decide = useAction('mcp.setApproval');
  const choose = (value: string): void => {
    const approval = choices.find((choice) => choice === value);
    if (approval) void decide.run({ name: server.name, approval });
  };
  return (
    <div className="stack-small">
      <RadioCards.Root
        size="1"
        columns="1"
        gap="2"
        aria-label={t('servers.tabs.approvals')}
        value={server.approval}
        onValueChange={choose}
      >
        {choices.map((choice) => (
          <RadioCards.Item key={choice} value={choice} className="choice">
            <span className="choice-name">{t(`servers.approvals.${choice}.name`)}</span>
            <span className="quiet">{t(`servers.approvals.${choice}.text`)}</span>
          </RadioCards.Item>
        ))}
      </RadioCards.Root>
      {decide.error && <ProblemBox sentence={decide.error.message} />}
      <p className="quiet">{t('servers.approvalsNote')}</p>
    </div>
  );
}
