import { Button } from '@radix-ui/themes';
import { useTranslation } from 'react-i18next';
import { ActionButton } from '../shell/action-button.tsx';
import { useAction } from '../bridge/use-action.ts';
import { toVisibleText } from '../text/visible-text.ts';
import { isOpenAt, timeLeft } from './link-terms.ts';
import { Failure } from '../shell/failure.tsx';
import type { ReactNode } from 'react';
import type { InviteView } from '../../contract/index.ts';

interface InviteListProps {
  readonly invites: readonly InviteView[];
  readonly shownCode: string | null;
  readonly nowMs: number;
  onShow(code: string): void;
}

/** Every link, newest first: what it is good for, who came by it, and the way to end it. */
export function InviteList({ invites, shownCode, nowMs, onShow }: InviteListProps): ReactNode {
  const { t } = useTranslation();
  return (
    <section className="card">
      <h2>{t('share.links')}</h2>
      {invites.length === 0 && <p className="quiet">{t('share.noLinks')}</p>}
      <ul className="share-rows" aria-label={t('share.links')}>
        {invites.map((invite) => (
          <InviteRow
            key={invite.code}
            invite={invite}
            isShown={invite.code === shownCode}
            nowMs={nowMs}
            onShow={onShow}
          />
        ))}
      </ul>
    </section>
  );
}

interface InviteRowProps {
  readonly invite: InviteView;
  readonly isShown: boolean;
  readonly nowMs: number;
  onShow(code: string): void;
}

function InviteRow({ invite, isShown, nowMs, onShow }: InviteRowProps): ReactNode {
  const { t } = useTranslation();
  const revoke = useAction('share.revokeInvite');
  const open = isOpenAt(invite, nowMs);
  const state = invite.state === 'open' && !open ? 'expired' : invite.state;
  const canEnd = open || (invite.state !== 'withdrawn' && invite.devices.length > 0);
  return (
    <li className="share-row" data-open={open}>
      <div className="share-row-text">
        <span className="share-row-head">
          <span className="dot" data-tone={open ? 'good' : 'neutral'} aria-hidden="true" />
          <strong>{t(`share.roles.${invite.role}.name`)}</strong>
          <span className="quiet">
            {open ? <OpenTerms invite={invite} nowMs={nowMs} /> : t(`share.states.${state}`)}
          </span>
        </span>
        {invite.devices.length > 0 && (
          <span className="quiet">
            {t('share.cameBy', { names: invite.devices.map(({ name }) => toVisibleText(name)).join(', ') })}
          </span>
        )}
        {revoke.error && <Failure>{revoke.error.message}</Failure>}
      </div>
      {open && invite.url !== null && !isShown && (
        <Button size="1" variant="ghost" onClick={() => onShow(invite.code)}>
          {t('share.show')}
        </Button>
      )}
      {canEnd && (
        <ActionButton
          size="1"
          variant="soft"
          color="red"
          pending={revoke.pending}
          onClick={() => void revoke.run({ code: invite.code })}
        >
          {t('share.withdraw')}
        </ActionButton>
      )}
    </li>
  );
}

function OpenTerms({ invite, nowMs }: { invite: InviteView; nowMs: number }): ReactNode {
  const { t } = useTranslation();
  const { unit, count } = timeLeft(invite.expiresAtMs, nowMs);
  const left = t(`share.left.${unit}`, { count });
  const uses = invite.usesLeft === null ? t('share.anyUses') : t('share.usesLeft', { count: invite.usesLeft });
  return [uses, left, ...(invite.asksAccessCode ? [t('share.asksAccessCode')] : [])].join(' · ');
}
