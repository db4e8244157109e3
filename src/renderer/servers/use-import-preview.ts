import { useEffect, useState } from 'react';
import { toWireError } from '../../contract/index.ts';
import { useBridge } from '../bridge/bridge-context.tsx';
import type { ImportPreview, ImportSource, WireError } from '../../contract/index.ts';

export interface Preview {
  readonly found: ImportPreview | null;
  readonly error: WireError | null;
}

/** So long the host is not asked while somebody types. */
const settleMs = 150;
const nothing: Preview = { found: null, error: null };

/** What the host finds in `source`; nothing while it looks at another one. `version`: whatever else it depends on. */
export function useImportPreview(source: ImportSource | null, version: string): Preview {
  const bridge = useBridge();
  const key = source === null ? '' : JSON.stringify([source, version]);
  const [answer, setAnswer] = useState<Preview & { key: string }>({ ...nothing, key: '' });
  useEffect(() => {
    if (source === null) return;
    const abort = new AbortController();
    const timer = setTimeout(() => {
      bridge.invoke('mcp.previewImport', source, { signal: abort.signal }).then(
        (found) => setAnswer({ key, found, error: null }),
        (thrown: unknown) => abort.signal.aborted || setAnswer({ key, found: null, error: toWireError(thrown) }),
      );
    }, settleMs);
    return () => {
      clearTimeout(timer);
      abort.abort();
    };
  }, [bridge, key]);
  return answer.key === key ? answer : nothing;
}
