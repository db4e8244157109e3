import { CheckIcon, CopyIcon } from '@radix-ui/react-icons';
import { Button } from '@radix-ui/themes';
import { useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { copyTextOf } from '../text/copy-text.ts';
import type { ReactNode } from 'react';

/** In the place of a part that failed: what happened, a way to have it back, and what to tell whoever mends it. */
export function FailedPart({ details, onAgain }: { details: string; onAgain: () => void }): ReactNode {
  const { t } = useTranslation();
  const field = useRef<HTMLTextAreaElement>(null);
  const [copied, setCopied] = useState<'no' | 'yes' | 'failed'>('no');
  const copy = async (): Promise<void> => {
    if (field.current) setCopied((await copyTextOf(field.current)) ? 'yes' : 'failed');
  };
  return (
    <section className="failed-part" role="alert">
      <p>{t('failed.text')}</p>
      <div className="row">
        <Button size="2" variant="surface" onClick={onAgain}>
          {t('failed.again')}
        </Button>
        <Button size="2" variant="ghost" color="gray" onClick={() => void copy()}>
          {copied === 'yes' ? <CheckIcon /> : <CopyIcon />}
          {t('failed.copy')}
        </Button>
      </div>
      {copied !== 'no' && <p className="quiet">{t(`failed.copied.${copied}`)}</p>}
      <textarea
        ref={field}
        className="field code-field"
        aria-label={t('failed.details')}
        rows={4}
        readOnly
        value={details}
      />
    </section>
  );
}
