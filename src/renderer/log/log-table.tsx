import { useVirtualizer } from '@tanstack/react-virtual';
import { useEffect, useRef } from 'react';
import { useTranslation } from 'react-i18next';
import { LogRow } from './log-row.tsx';
import type { ReactNode } from 'react';
import type { CallRecord } from '../../contract/index.ts';

interface LogTableProps {
  readonly records: readonly CallRecord[];
  readonly selected: string | null;
  onNearEnd(): void;
}

const rowHeightPx = 38;
/** So many rows before the end the next page is asked for. */
const nearRows = 50;

/** Only the rows in sight are in the page, however many there are. */
export function LogTable({ records, selected, onNearEnd }: LogTableProps): ReactNode {
  const { t } = useTranslation();
  const area = useRef<HTMLDivElement>(null);
  // React's compiler is not used; the virtualizer's functions are read on every render on purpose.
  const rows = useVirtualizer({
    count: records.length,
    getScrollElement: () => area.current,
    estimateSize: () => rowHeightPx,
    getItemKey: (index) => records[index]?.id ?? index,
    overscan: 12,
  });
  const items = rows.getVirtualItems();
  const lastIndex = items.at(-1)?.index ?? 0;
  useEffect(() => {
    if (lastIndex >= records.length - nearRows) onNearEnd();
  }, [lastIndex, records.length]);
  return (
    <div className="log-table" role="table" aria-label={t('calls.title')} aria-rowcount={records.length + 1}>
      <div role="rowgroup" className="log-header">
        <div role="row" className="log-row" aria-rowindex={1}>
          {(['time', 'server', 'tool', 'duration', 'outcome'] as const).map((column) => (
            <span key={column} role="columnheader" data-column={column}>
              {t(`log.columns.${column}`)}
            </span>
          ))}
        </div>
      </div>
      <div ref={area} className="log-scroll" role="rowgroup" tabIndex={-1}>
        <div className="log-space" role="presentation" style={{ height: rows.getTotalSize() }}>
          {items.map(({ index, key, start }) => {
            const record = records[index];
            return (
              record && <LogRow key={key} record={record} index={index} top={start} selected={record.id === selected} />
            );
          })}
        </div>
      </div>
    </div>
  );
}
