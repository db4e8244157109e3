/**
 * The peer of the Log: TanStack Virtual as its documentation shows it, with the same columns as text. It gets all rows when
 * it is opened, or with `?memory` before that.
 */
import { useVirtualizer } from '@tanstack/react-virtual';
import { useRef, useState } from 'react';
import { createRoot } from 'react-dom/client';
import type { ReactNode } from 'react';
import type { BareCall } from './rows.ts';

const clock = new Intl.DateTimeFormat('en-US', { timeStyle: 'medium' });

async function loadCalls(): Promise<readonly BareCall[]> {
  const response = await fetch('/rows.json');
  return (await response.json()) as readonly BareCall[];
}

const inMemory = window.location.search === '?memory' ? await loadCalls() : null;

function Page(): ReactNode {
  const [calls, setCalls] = useState<readonly BareCall[] | null>(null);
  const open = async (): Promise<void> => setCalls(inMemory ?? (await loadCalls()));
  return (
    <main>
      <a href="#log" onClick={() => void open()}>
        Log
      </a>
      {calls && <Rows calls={calls} />}
    </main>
  );
}

function Rows({ calls }: { calls: readonly BareCall[] }): ReactNode {
  const area = useRef<HTMLDivElement>(null);
  // React's compiler is not used; the virtualizer's functions are read on every render on purpose.
  const rows = useVirtualizer({
    count: calls.length,
    getScrollElement: () => area.current,
    estimateSize: () => 38,
    overscan: 12,
  });
  return (
    <div ref={area} className="rows">
      <div className="space" style={{ height: rows.getTotalSize() }}>
        {rows.getVirtualItems().map(({ index, start }) => {
          const call = calls[index];
          return call && <Row key={call.id} call={call} top={start} />;
        })}
      </div>
    </div>
  );
}

function Row({ call, top }: { call: BareCall; top: number }): ReactNode {
  return (
    <div className="row" style={{ transform: `translateY(${top}px)` }}>
      <span>{clock.format(call.startedAtMs)}</span>
      <span>{call.server}</span>
      <span>
        {call.tool} {call.path}
      </span>
      <span>{call.durationMs} ms</span>
      <span>done</span>
    </div>
  );
}

const root = document.getElementById('root');
if (root) createRoot(root).render(<Page />);
