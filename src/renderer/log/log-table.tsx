import { useVirtualizer } from '@tanstack/react-virtual';
import { useEffect, useLayoutEffect, useRef } from 'react';
import { useTranslation } from 'react-i18next';
import { LogRow } from './log-row.tsx';
import { recordAt, rowCount } from './log-state.ts';
import type { ReactNode, RefObject } from 'react';
import type { LogState } from './log-state.ts';

interface LogTableProps {
  readonly state: LogState;
  readonly selected: string | null;
  onShown(firstRow: number, lastRow: number): void;
}

const rowHeightPx = 38;

/** Only the rows in sight are in the page, however many there are. */
export function LogTable({ state, selected, onShown }: LogTableProps): ReactNode {
  const { t } = useTranslation();
  const area = useRef<HTMLDivElement>(null);
  const count = rowCount(state);
  // React's compiler is not used; the virtualizer's functions are read on every render on purpose.
  const rows = useVirtualizer({
    count,
    getScrollElement: () => area.current,
    estimateSize: () => rowHeightPx,
    overscan: 12,
  });
  const items = rows.getVirtualItems();
  const first = items[0]?.index ?? 0;
  const last = items.at(-1)?.index ?? 0;
  useEffect(() => onShown(first, last), [first, last, state]);
  useSteadyScroll(area, state);
  return (
    <div className="log-table" role="table" aria-label={t('calls.title')} aria-rowcount={count + 1}>
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
          {items.map(({ index, start }) => {
            const record = recordAt(state, index);
            return (
              <LogRow
                key={record?.id ?? index}
                record={record}
                index={index}
                top={start}
                selected={record !== null && record.id === selected}
              />
            );
          })}
        </div>
      </div>
    </div>
  );
}

/** Who has scrolled away from the top keeps the rows they read, while calls are added above. */
function useSteadyScroll(area: RefObject<HTMLDivElement | null>, state: LogState): void {
  const before = useRef({ generation: state.generation, fresh: state.fresh.length });
  useLayoutEffect(() => {
    const { generation, fresh } = before.current;
    before.current = { generation: state.generation, fresh: state.fresh.length };
    const added = generation === state.generation ? state.fresh.length - fresh : 0;
    if (added > 0 && area.current && area.current.scrollTop > 0) area.current.scrollTop += added * rowHeightPx;
  }, [state.generation, state.fresh.length]);
}
