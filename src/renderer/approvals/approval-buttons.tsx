import { Button, Kbd } from '@radix-ui/themes';
import { useTranslation } from 'react-i18next';
import { useAfter } from '../shell/use-after.ts';
import type { ReactNode } from 'react';
import type { ApprovalAnswer } from '../../contract/index.ts';

interface ApprovalButtonsProps {
  readonly pending: boolean;
  onAnswer(answer: ApprovalAnswer): void;
}

/** A click that was meant for what stood here a moment ago must not allow anything. */
const settleMs = 400;

export function ApprovalButtons({ pending, onAnswer }: ApprovalButtonsProps): ReactNode {
  const { t } = useTranslation();
  const settled = useAfter(settleMs, true);
  const locked = pending || !settled;
  return (
    <div className="row">
      <Button size="2" disabled={locked} onClick={() => onAnswer('once')}>
        {t('approvals.once')}
      </Button>
      <Button size="2" variant="soft" disabled={locked} onClick={() => onAnswer('always')}>
        {t('approvals.always')}
      </Button>
      <Button size="2" variant="soft" color="gray" disabled={pending} onClick={() => onAnswer('deny')}>
        {t('approvals.deny')} <Kbd aria-hidden="true">Esc</Kbd>
      </Button>
    </div>
  );
}
