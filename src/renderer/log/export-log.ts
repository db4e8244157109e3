/**
 * The log as lines of JSON, page after page, as it is stored.
 *
 * Path: log-export.tsx -> here -> log.list. Always: one page of the host at a time, so that nobody waits for an export.
 */
import type { Bridge, CallCursor, LogFilter } from '../../contract/index.ts';

const pageSize = 500;

/** `onProgress` is told the number of calls so far. */
export async function exportLog(
  bridge: Bridge,
  filter: LogFilter,
  options: { readonly signal: AbortSignal; onProgress(count: number): void },
): Promise<Blob> {
  const parts: Blob[] = [];
  let count = 0;
  let after: CallCursor | undefined;
  for (;;) {
    const query = { ...filter, limit: pageSize, ...(after && { after }) };
    const records = await bridge.invoke('log.list', query, { signal: options.signal });
    const last = records.at(-1);
    if (!last) return new Blob(parts, { type: 'application/x-ndjson' });
    // A blob of its own per page: the browser keeps it outside of the page's memory.
    parts.push(new Blob(records.map((record) => `${JSON.stringify(record)}\n`)));
    after = { startedAtMs: last.startedAtMs, id: last.id };
    options.onProgress((count += records.length));
  }
}
