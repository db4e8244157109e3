import { Badge } from '@radix-ui/themes';
import { useEffect, useId, useRef } from 'react';
import { useTranslation } from 'react-i18next';
import { toExactText } from '../../contract/index.ts';
import { useAction } from '../bridge/use-action.ts';
import { CodeBlock } from '../text/code-block.tsx';
import { toExactJson, toVisibleText } from '../text/visible-text.ts';
import { ApprovalButtons } from './approval-buttons.tsx';
import { Countdown } from './countdown.tsx';
import { ToolChange } from './tool-change.tsx';
import { useDenyByEscape } from './use-deny-by-escape.ts';
import { Failure } from '../shell/failure.tsx';
import type { ReactNode } from 'react';
import type { Approval, ApprovalAnswer } from '../../contract/index.ts';

interface ApprovalCardProps {
  readonly approval: Approval;
  /** How many wait behind it. */
  readonly more: number;
}

/** Asks the owner about one call; an answer is bound to its id, so it can never reach another call. */
export function ApprovalCard({ approval, more }: ApprovalCardProps): ReactNode {
  const { t } = useTranslation();
  const answer = useAction('approvals.answer');
  const card = useRef<HTMLDivElement>(null);
  const textId = useId();
  const give = (word: ApprovalAnswer): void => void answer.run({ id: approval.id, answer: word });
  // What is new about a description stands below, beside the old one.
  const saysOtherwise = approval.changed && approval.changed.before?.description !== approval.description;
  useDenyByEscape(() => give('deny'));
  useEffect(() => {
    // The card is announced by focus, unless the person is typing: their keys must not land on it.
    const typing = document.activeElement?.matches('textarea, input, select');
    if (!typing) card.current?.focus();
  }, []);
  return (
    <div
      ref={card}
      className="approval"
      role="alertdialog"
      aria-label={t('approvals.title')}
      aria-describedby={textId}
      tabIndex={-1}
    >
      <div className="approval-head">
        <p id={textId} className="approval-question">
          {t('approvals.wants')} <strong>{toExactText(approval.tool)}</strong>{' '}
          <span className="quiet">({toExactText(approval.server)})</span>
        </p>
        <Countdown untilMs={approval.expiresAtMs} fromMs={approval.requestedAtMs} />
      </div>
      {approval.description !== '' && !saysOtherwise && (
        <p className="approval-description">{toVisibleText(approval.description)}</p>
      )}
      {approval.changed && <ToolChange changed={approval.changed} />}
      {approval.destructive && <Badge color="red">{t('approvals.destructive')}</Badge>}
      <CodeBlock label={t('calls.arguments')} text={toExactJson(approval.arguments)} />
      {answer.error && <Failure>{answer.error.message}</Failure>}
      <div className="approval-foot">
        <ApprovalButtons onAnswer={give} pending={answer.pending} />
        {approval.byVoice && <span className="quiet">{t('approvals.aloud')}</span>}
        {more > 0 && <span className="quiet">{t('approvals.more', { count: more })}</span>}
      </div>
    </div>
  );
}
