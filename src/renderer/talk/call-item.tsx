import { memo, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useViewer } from '../shell/viewer.tsx';
import { OutcomeIcon } from '../shell/outcome-icon.tsx';
import { CodeBlock } from '../text/code-block.tsx';
import { toReadable, toVisibleText } from '../text/visible-text.ts';
import { CallMedia } from './call-media.tsx';
import { CallTime } from './call-time.tsx';
import { toneOf } from './call-outcome.ts';
import type { ReactNode } from 'react';
import type { CallView } from '../../contract/index.ts';

interface CallItemProps {
  readonly call: CallView;
  /** Of the headings in it: one below that of what it stands in. */
  readonly level: 2 | 3;
}

/** One tool call: a line that opens to its arguments and result. The log, which has images and sound, is not for devices of a link. */
export const CallItem = memo(function CallItem({ call, level }: CallItemProps): ReactNode {
  const { t } = useTranslation();
  const Heading = `h${level}` as const;
  const { role, deviceIdentity } = useViewer();
  const [opened, setOpened] = useState(false);
  const isOwnersToAnswer = call.status === 'awaiting-approval' && role !== 'owner';
  const outcome = isOwnersToAnswer ? t('calls.awaitingOwner') : t(`calls.status.${call.status}`);
  return (
    <details
      className="call"
      data-tone={toneOf(call.status)}
      onToggle={({ currentTarget }) => setOpened(currentTarget.open)}
    >
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
        <Heading>{t('calls.arguments')}</Heading>
        <CodeBlock label={t('calls.arguments')} text={toReadable(call.arguments)} />
        {call.error !== null && (
          <p className="ended-with" data-tone={toneOf(call.status)}>
            {toVisibleText(call.error)}
          </p>
        )}
        {call.result !== null && (
          <>
            <Heading>{t('calls.result')}</Heading>
            <CodeBlock label={t('calls.result')} text={toReadable(call.result)} />
            {opened && deviceIdentity === null && <CallMedia id={call.id} />}
          </>
        )}
      </div>
    </details>
  );
});
