import { memo } from 'react';
import { useTranslation } from 'react-i18next';
import { useViewer } from '../shell/viewer.tsx';
import { OutcomeIcon } from '../shell/outcome-icon.tsx';
import { CodeBlock } from '../text/code-block.tsx';
import { toReadable, toVisibleText } from '../text/visible-text.ts';
import { CallTime } from './call-time.tsx';
import { toneOf } from './call-outcome.ts';
import type { ReactNode } from 'react';
import type { CallView } from '../../contract/index.ts';

/** One tool call: a line that opens to its arguments and result. */
export const CallItem = memo(function CallItem({ call }: { call: CallView }): ReactNode {
  const { t } = useTranslation();
  const { role } = useViewer();
  const isOwnersToAnswer = call.status === 'awaiting-approval' && role !== 'owner';
  const outcome = isOwnersToAnswer ? t('calls.awaitingOwner') : t(`calls.status.${call.status}`);
  return (
    <details className="call" data-tone={toneOf(call.status)}>
      <summary className="call-line">
        <OutcomeIcon tone={toneOf(call.status)} />
        <span className="call-name" title={`${toVisibleText(call.server)} › ${toVisibleText(call.tool)}`}>
          <span className="call-server">{toVisibleText(call.server)}</span>
          <span aria-hidden="true"> › </span>
          <span className="call-tool">{toVisibleText(call.tool)}</span>
        </span>
        <span className="call-outcome">{outcome}</span>
        <CallTime call={call} />
      </summary>
      <div className="call-detail">
        <h4>{t('calls.arguments')}</h4>
        <CodeBlock label={t('calls.arguments')} text={toReadable(call.arguments)} />
        {call.error !== null && (
          <p className={call.status === 'failed' ? 'call-error' : 'quiet-error'}>{toVisibleText(call.error)}</p>
        )}
        {call.result !== null && (
          <>
            <h4>{t('calls.result')}</h4>
            <CodeBlock label={t('calls.result')} text={toReadable(call.result)} />
          </>
        )}
      </div>
    </details>
  );
});
