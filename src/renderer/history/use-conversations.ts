import { useEffect, useState } from 'react';
import { useBridge } from '../bridge/bridge-context.tsx';
import { useRequest } from '../bridge/use-request.ts';
import type { Request } from '../bridge/use-request.ts';

/** So many conversations are listed at first, and so many more at each wish. */
export const pageSize = 50;

/** The stored conversations, latest first; asked again whenever one changes. */
export function useConversations(search: string, limit: number): Request<'history.list'> {
  const bridge = useBridge();
  const [changes, setChanges] = useState(0);
  useEffect(
    () =>
      bridge.subscribe('history.changed', ({ type }) => {
        if (type === 'event') setChanges((count) => count + 1);
      }),
    [bridge],
  );
  const words = search.trim();
  return useRequest('history.list', { limit, ...(words !== '' && { search: words }) }, changes);
}
