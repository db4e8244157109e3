import { memo } from 'react';
import { useTranslation } from 'react-i18next';
import { callOutcome } from '../../contract/index.ts';
import { OutcomeIcon } from '../shell/outcome-icon.tsx';
import { hrefOf } from '../shell/route.ts';
import { formatClock, formatDayAndClock, formatDuration } from '../text/format.ts';
import { toVisibleText } from '../text/visible-text.ts';
import { toBar, toneOfOutcome } from './outcome.ts';
import { previewArguments } from './preview-arguments.ts';
import type { CSSProperties, ReactNode } from 'react';
import type { CallRecord } from '../../contract/index.ts';

interface LogRowProps {
  /** Null while it is loaded. */
  readonly record: CallRecord | null;
  readonly index: number;
  readonly top: number;
  readonly selected: boolean;
}

/** Drawn anew only where something in it is new: the wheel turns through many. */
export const LogRow = memo(function LogRow({ record, index, top, selected }: LogRowProps): ReactNode {
  return (
    <div
      role="row"
      className="log-row"
      aria-rowindex={index + 2}
      aria-busy={record === null || undefined}
      data-selected={selected}
      data-tone={record ? toneOfOutcome(callOutcome(record)) : 'neutral'}
      style={{ transform: `translateY(${top}px)` }}
    >
      {record ? <Cells record={record} selected={selected} /> : <span role="cell" className="log-blank" />}
    </div>
  );
});

function Cells({ record, selected }: { record: CallRecord; selected: boolean }): ReactNode {
  const { t } = useTranslation();
  const outcome = callOutcome(record);
  return (
    <>
      <span role="cell" data-column="time" title={formatDayAndClock(record.startedAtMs)}>
        {formatClock(record.startedAtMs)}
      </span>
      <span role="cell" data-column="server">
        {toVisibleText(record.server)}
      </span>
      <span role="cell" data-column="tool">
        <a className="log-link" href={hrefOf({ place: 'log', call: record.id })} aria-current={selected || undefined}>
          {toVisibleText(record.tool)}
        </a>
        <span className="log-preview" aria-hidden="true">
          {previewArguments(record.arguments)}
        </span>
      </span>
      <span role="cell" data-column="duration">
        <span
          className="bar"
          aria-hidden="true"
          style={{ '--part': toBar(record.durationMs).toFixed(3) } as CSSProperties}
        />
        {formatDuration(record.durationMs)}
      </span>
      <span role="cell" data-column="outcome" className="state-word">
        <OutcomeIcon tone={toneOfOutcome(outcome)} ended />
        {t(`log.outcomes.${outcome}`)}
      </span>
    </>
  );
}
