import { useTranslation } from 'react-i18next';
import { useNow } from '../shell/use-now.ts';
import type { CSSProperties, ReactNode } from 'react';

/** The time left to answer, as a number and a shrinking line. */
export function Countdown({ fromMs, untilMs }: { fromMs: number; untilMs: number }): ReactNode {
  const { t } = useTranslation();
  const leftMs = Math.max(0, untilMs - useNow(250));
  const part = Math.min(1, leftMs / Math.max(1, untilMs - fromMs));
  return (
    <span className="countdown" role="timer" aria-live="off" style={{ '--part': part.toFixed(3) } as CSSProperties}>
      {t('approvals.left', { seconds: Math.ceil(leftMs / 1_000) })}
    </span>
  );
}
