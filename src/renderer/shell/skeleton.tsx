import { useTranslation } from 'react-i18next';
import { useAfter } from './use-after.ts';
import type { ReactNode } from 'react';

/** Loading that is quick enough shows nothing. */
const showAfterMs = 300;

/** Gray lines where text will be. */
export function Skeleton({ lines }: { lines: number }): ReactNode {
  const { t } = useTranslation();
  const shown = useAfter(showAfterMs, true);
  if (!shown) return null;
  return (
    <div className="skeleton" role="progressbar" aria-label={t('loading')}>
      {Array.from({ length: lines }, (_, line) => (
        <span key={line} className="skeleton-line" />
      ))}
    </div>
  );
}
