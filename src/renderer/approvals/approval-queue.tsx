import { useLive } from '../bridge/use-live.ts';
import { ApprovalCard } from './approval-card.tsx';
import type { ReactNode } from 'react';

/** Calls that wait for the owner: one at a time, the oldest first. */
export function ApprovalQueue(): ReactNode {
  const waiting = useLive('approvals.changed') ?? [];
  const [first] = waiting;
  return first ? <ApprovalCard key={first.id} approval={first} more={waiting.length - 1} /> : null;
}
