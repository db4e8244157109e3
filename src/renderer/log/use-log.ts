import { useCallback, useEffect, useEffectEvent, useReducer } from 'react';
import { toWireError } from '../../contract/index.ts';
import { useBridge } from '../bridge/bridge-context.tsx';
import { useConnection } from '../bridge/use-connection.ts';
import { emptyLog, nextBeforeMs, pageSize, reduceLog } from './log-state.ts';
import type { LogState } from './log-state.ts';

export interface Log {
  readonly state: LogState;
  loadMore(): void;
}

/** So long a search waits for the next key. */
const settleMs = 150;

/** The log under `search`, newest first, live, loaded page by page. */
export function useLog(search: string): Log {
  const bridge = useBridge();
  const connection = useConnection();
  const [state, feed] = useReducer(reduceLog, emptyLog);
  const ask = useCallback(
    async (generation: number, wanted: string, beforeMs: number | null) => {
      try {
        const records = await bridge.invoke('log.list', {
          limit: pageSize,
          ...(wanted !== '' && { search: wanted }),
          ...(beforeMs !== null && { beforeMs }),
        });
        feed({ type: 'answered', generation, records, older: beforeMs !== null });
      } catch (thrown) {
        feed({ type: 'failed', generation, error: toWireError(thrown) });
      }
    },
    [bridge],
  );
  const askAnew = useEffectEvent(() => {
    feed({ type: 'asked', search });
    void ask(state.generation + 1, search, null);
  });
  useEffect(() => {
    const timer = setTimeout(() => askAnew(), search === '' ? 0 : settleMs);
    return () => clearTimeout(timer);
  }, [search, connection.generation]);
  const onAdded = useEffectEvent(() => {
    if (state.search !== '') askAnew();
  });
  useEffect(
    () =>
      bridge.subscribe('log.added', (message) => {
        if (message.type !== 'event') return;
        feed({ type: 'added', record: message.payload });
        onAdded();
      }),
    [bridge],
  );
  const loadMore = (): void => {
    const beforeMs = nextBeforeMs(state);
    if (beforeMs === null) return;
    feed({ type: 'moreAsked' });
    void ask(state.generation, state.search, beforeMs);
  };
  return { state, loadMore };
}
