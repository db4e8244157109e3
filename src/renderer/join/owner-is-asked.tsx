import { useTranslation } from 'react-i18next';
import { useLive } from '../bridge/use-live.ts';
import { toVisibleText } from '../text/visible-text.ts';
import { ProblemBox } from '../shell/failure.tsx';
import type { ReactNode } from 'react';

/** A call that waits for the owner, as everybody else sees it: without buttons. */
export function OwnerIsAsked(): ReactNode {
  const { t } = useTranslation();
  const waiting = useLive('tools.callChanged')?.findLast(({ status }) => status === 'awaiting-approval');
  return (
    <div role="status" aria-label={t('join.approval')}>
      {waiting && (
        <ProblemBox
          sentence={t('join.ownerIsAsked', {
            tool: toVisibleText(waiting.tool),
            server: toVisibleText(waiting.server),
          })}
          tone="warn"
          live="none"
          marked
        />
      )}
    </div>
  );
}
