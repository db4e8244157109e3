import { useMemo, useState } from 'react';
import type { CallOutcome, LogFilter } from '../../contract/index.ts';

export const spans = ['hour', 'day', 'week'] as const;
export type Span = (typeof spans)[number];

export interface LogChoice {
  readonly search: string;
  readonly server: string | null;
  readonly outcome: CallOutcome | null;
  readonly span: Span | null;
}

export interface FilterChoice {
  readonly choice: LogChoice;
  /** The same object while it means the same. */
  readonly filter: LogFilter;
  change(change: Partial<LogChoice>): void;
}

const nothing: LogChoice = { search: '', server: null, outcome: null, span: null };
const spansMs: { readonly [S in Span]: number } = { hour: 3_600_000, day: 86_400_000, week: 604_800_000 };

/** What is looked for; a span of time is counted back from the moment it was chosen. */
export function useLogFilter(): FilterChoice {
  const [choice, setChoice] = useState(nothing);
  const { server, outcome, span } = choice;
  const search = choice.search.trim();
  const filter = useMemo<LogFilter>(
    () => ({
      ...(search !== '' && { search }),
      ...(server !== null && { server }),
      ...(outcome !== null && { outcome }),
      ...(span !== null && { sinceMs: Date.now() - spansMs[span] }),
    }),
    [search, server, outcome, span],
  );
  return { choice, filter, change: (change) => setChoice((present) => ({ ...present, ...change })) };
}
