import { useTranslation } from 'react-i18next';
import { ServerName, callOutcome } from '../../contract/index.ts';
import { OutcomeIcon } from '../shell/outcome-icon.tsx';
import { CodeBlock } from '../text/code-block.tsx';
import { Facts } from '../text/facts.tsx';
import { formatDayAndClock, formatDuration } from '../text/format.ts';
import { toVisibleJson, toVisibleText } from '../text/visible-text.ts';
import { CallByHand } from './call-by-hand.tsx';
import { toneOfOutcome } from './outcome.ts';
import { ResultView } from './result-view.tsx';
import type { ReactNode } from 'react';
import type { CallRecord } from '../../contract/index.ts';
import type { Fact } from '../text/facts.tsx';

export function CallRecordView({ record }: { record: CallRecord }): ReactNode {
  const { t } = useTranslation();
  const word = callOutcome(record);
  const tone = toneOfOutcome(word);
  const server = ServerName.safeParse(record.server).data;
  const facts: readonly Fact[] = [
    [t('log.facts.approval'), t(`log.approvals.${record.approval}`)],
    [t('log.facts.started'), formatDayAndClock(record.startedAtMs)],
    [t('log.facts.ended'), formatDayAndClock(record.startedAtMs + record.durationMs)],
    [t('log.facts.room'), record.room],
    [t('log.facts.device'), record.device],
    [t('log.facts.id'), record.id],
  ];
  return (
    <div className="stack">
      <header className="drawer-head">
        <h2>
          <span className="quiet-name">{toVisibleText(record.server)} ›</span> {toVisibleText(record.tool)}
        </h2>
        <p className="state-word" data-tone={tone}>
          <OutcomeIcon tone={tone} ended />
          {t(`log.outcomes.${word}`)}
          <span className="quiet">
            {formatDuration(record.durationMs)} · {formatDayAndClock(record.startedAtMs)}
          </span>
        </p>
      </header>
      {record.error !== null && (
        <p className="ended-with" data-tone={tone}>
          {toVisibleText(record.error)}
        </p>
      )}
      <div className="stack-small">
        <h3>{t('calls.arguments')}</h3>
        <CodeBlock label={t('calls.arguments')} text={toVisibleJson(record.arguments)} />
      </div>
      <div className="stack-small">
        <h3>{t('calls.result')}</h3>
        <ResultView result={record.result} />
      </div>
      {server !== undefined && (
        <details>
          <summary>{t('log.repeat')}</summary>
          <CallByHand
            key={JSON.stringify(record.arguments)}
            server={server}
            tool={record.tool}
            initial={JSON.stringify(record.arguments ?? {}, null, 2)}
          />
        </details>
      )}
      <Facts facts={facts} />
    </div>
  );
}
