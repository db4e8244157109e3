import { useLive } from '../bridge/use-live.ts';
import { summarize } from '../servers/summary.ts';
import type { ReactNode } from 'react';
import type { Place } from './route.ts';

/** A dot beside a place where something is wrong or waits. */
export function NavigationMark({ place, current }: { place: Place; current: Place }): ReactNode {
  const servers = useLive('mcp.serversChanged');
  const hasProblems = (useLive('status.changed')?.problems.length ?? 0) > 0;
  const waiting = useLive('approvals.changed')?.length ?? 0;
  const marks: { readonly [P in Place]?: string | null } = {
    servers: servers && summarize(servers).tone !== 'good' ? summarize(servers).tone : null,
    settings: hasProblems ? 'warn' : null,
    talk: waiting > 0 && current !== 'talk' ? 'warn' : null,
  };
  return marks[place] && <span className="dot" data-tone={marks[place]} aria-hidden="true" />;
}
