import { useCallback, useEffect, useEffectEvent, useReducer, useState } from 'react';
import { toWireError } from '../../contract/index.ts';
import { useBridge } from '../bridge/bridge-context.tsx';
import { useConnection } from '../bridge/use-connection.ts';
import { emptyLog, wantedPages, pageSize, reduceLog } from './log-state.ts';
import type { LogFilter } from '../../contract/index.ts';
import type { LogState } from './log-state.ts';

export interface Log {
  readonly state: LogState;
  /** Loads what these rows need. */
  show(firstRow: number, lastRow: number): void;
  reload(): void;
}

/** So long a search waits for the next key. */
const settleMs = 150;

/** The log narrowed by `filter`, newest first, live; `filter` keeps its identity while it means the same. */
export function useLog(filter: LogFilter): Log {
  const bridge = useBridge();
  const connection = useConnection();
  const [wanted, setWanted] = useState(0);
  const [state, feed] = useReducer(reduceLog, emptyLog);
  const askAnew = useEffectEvent(() => {
    const generation = state.generation + 1;
    feed({ type: 'asked', filter });
    bridge.invoke('log.count', { ...filter, first: pageSize }).then(
      (answer) => feed({ type: 'counted', generation, ...answer }),
      (thrown: unknown) => feed({ type: 'failed', generation, page: null, error: toWireError(thrown) }),
    );
  });
  useEffect(() => {
    const timer = setTimeout(() => askAnew(), filter.search === undefined ? 0 : settleMs);
    return () => clearTimeout(timer);
  }, [filter, connection.generation, wanted]);
  useEffect(
    () =>
      bridge.subscribe('log.added', (message) => {
        if (message.type === 'event') feed({ type: 'added', record: message.payload });
      }),
    [bridge],
  );
  const askPage = useCallback(
    async (page: number, { generation, anchor, filter: asked }: LogState) => {
      if (!anchor) return;
      feed({ type: 'pageAsked', page });
      try {
        const query = { ...asked, limit: pageSize, skip: page * pageSize, asOf: anchor, brief: true };
        feed({ type: 'pageAnswered', generation, page, records: await bridge.invoke('log.list', query) });
      } catch (thrown) {
        feed({ type: 'failed', generation, page, error: toWireError(thrown) });
      }
    },
    [bridge],
  );
  return {
    state,
    show(firstRow, lastRow) {
      if (state.error) return;
      for (const page of wantedPages(state, firstRow, lastRow)) void askPage(page, state);
    },
    reload: () => setWanted((count) => count + 1),
  };
}
