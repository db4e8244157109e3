import { useTranslation } from 'react-i18next';
import { BrandMark } from '../shell/brand-mark.tsx';
import type { ReactNode } from 'react';
import type { WireError } from '../../contract/index.ts';

/** A link that opens nothing (any more): what happened, and what to do now. */
export function LinkEnded({ problem, wasIn }: { problem: WireError | null; wasIn: boolean }): ReactNode {
  const { t } = useTranslation();
  const kind = wasIn ? 'removed' : toKind(problem);
  return (
    <main className="join-screen">
      <div className="join-card" role="alert">
        <BrandMark />
        <h1>{t(`join.ended.${kind}.title`)}</h1>
        <p>{t(`join.ended.${kind}.text`)}</p>
      </div>
    </main>
  );
}

function toKind(problem: WireError | null): 'incomplete' | 'expired' | 'usedUp' | 'withdrawn' | 'unknown' {
  switch (problem?.code) {
    case undefined:
      return 'incomplete';
    case 'share/expired':
      return 'expired';
    case 'share/used-up':
      return 'usedUp';
    case 'share/withdrawn':
      return 'withdrawn';
    default:
      return 'unknown';
  }
}
