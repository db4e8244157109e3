import { useTranslation } from 'react-i18next';
import { BrandMark } from '../shell/brand-mark.tsx';
import type { ReactNode } from 'react';
import type { DeviceEnd, WireError } from '../../contract/index.ts';

/** Why a link opens nothing. */
type Refusal = 'incomplete' | 'expired' | 'usedUp' | 'withdrawn' | 'unknown';

/** A link that opens nothing (any more): what happened, and what to do now. */
export function LinkEnded({ kind }: { kind: Refusal | DeviceEnd }): ReactNode {
  const { t } = useTranslation();
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

export function toRefusal(problem: WireError | null): Refusal {
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
