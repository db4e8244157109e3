import { CheckIcon, CopyIcon, GlobeIcon, LockClosedIcon } from '@radix-ui/react-icons';
import { Button } from '@radix-ui/themes';
import { useId, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { copyTextOf } from '../text/copy-text.ts';
import { QrCode } from './qr-code.tsx';
import type { ReactNode } from 'react';
import type { InviteView, ShareView } from '../../contract/index.ts';

/** One link to hand over: its code for a camera, its address to copy, and where and in what it can be opened. */
export function LinkCard({ invite, url, view }: { invite: InviteView; url: string; view: ShareView }): ReactNode {
  const { t } = useTranslation();
  const field = useRef<HTMLInputElement>(null);
  const id = useId();
  const [copied, setCopied] = useState<'no' | 'yes' | 'failed'>('no');
  const copy = async (): Promise<void> => {
    if (field.current) setCopied((await copyTextOf(field.current)) ? 'yes' : 'failed');
  };
  return (
    <section className="card share-link" aria-labelledby={id}>
      <QrCode text={url} label={t('share.qr')} />
      <div className="stack-small share-link-text">
        <h2 id={id}>{t('share.scan')}</h2>
        <p className="quiet">{t(`share.roles.${invite.role}.text`)}</p>
        <div className="field-row">
          <input
            ref={field}
            className="field code-field"
            aria-label={t('share.link')}
            readOnly
            value={url}
            onFocus={(event) => event.target.select()}
          />
          <Button type="button" variant="soft" onClick={() => void copy()}>
            {copied === 'yes' ? <CheckIcon /> : <CopyIcon />}
            {t('share.copy')}
          </Button>
        </div>
        <p className="quiet" role="status" aria-label={t('share.copyResult')}>
          {copied === 'yes' && t('share.copied')}
          {copied === 'failed' && t('share.copyFailed')}
        </p>
        {invite.accessCode !== null && (
          <p className="share-access-code">
            <span>{t('share.accessCode')}</span> <strong>{invite.accessCode}</strong>{' '}
            <span className="quiet">{t('share.accessCodeText')}</span>
          </p>
        )}
        <Reach view={view} />
      </div>
    </section>
  );
}

/** From where the link works, and what its certificate asks of visitors. */
function Reach({ view }: { view: ShareView }): ReactNode {
  const { t } = useTranslation();
  return (
    <ul className="share-facts">
      {view.reach !== 'closed' && (
        <li>
          <GlobeIcon aria-hidden="true" />
          <span>
            <strong>{t(`share.reach.${view.reach}.name`)}</strong>{' '}
            <span className="quiet">{t(`share.reach.${view.reach}.text`)}</span>
          </span>
        </li>
      )}
      {view.certificate && (
        <li data-tone={view.certificate.kind === 'self-signed' ? 'warn' : 'neutral'}>
          <LockClosedIcon aria-hidden="true" />
          <span>
            <strong>{t(`share.certificates.${view.certificate.kind}`)}</strong>{' '}
            {view.certificate.note !== null && <span className="quiet">{view.certificate.note}</span>}
          </span>
        </li>
      )}
    </ul>
  );
}
