import { SegmentedControl, Switch } from '@radix-ui/themes';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { ActionButton } from '../shell/action-button.tsx';
import { useAction } from '../bridge/use-action.ts';
import { firstTerms, roles, timeChoices, toInviteInput, useChoices } from './link-terms.ts';
import { Failure } from '../shell/failure.tsx';
import type { FormEvent, ReactNode } from 'react';
import type { ShareRole } from '../../contract/index.ts';
import type { LinkTerms, TimeChoice, UseChoice } from './link-terms.ts';

interface MakeLinkProps {
  /** Why no link can be opened, where the page says it already. */
  readonly said: string | null;
  onMade(code: string): void;
}

/** Who may come, how many, for how long; and the one button. */
export function MakeLink({ onMade, said }: MakeLinkProps): ReactNode {
  const { t } = useTranslation();
  const [terms, setTerms] = useState<LinkTerms>(firstTerms);
  const create = useAction('share.createInvite');
  const submit = async (event: FormEvent): Promise<void> => {
    event.preventDefault();
    if (create.pending) return;
    const made = await create.run(toInviteInput(terms));
    if (made) onMade(made.output.code);
  };
  return (
    <form className="card stack" onSubmit={(event) => void submit(event)}>
      <div className="labeled">
        <span id="share-role">{t('share.role')}</span>
        <SegmentedControl.Root
          className="share-role"
          aria-labelledby="share-role"
          value={terms.role}
          onValueChange={(role) => setTerms({ ...terms, role: role as ShareRole })}
        >
          {roles.map((role) => (
            <SegmentedControl.Item key={role} value={role}>
              {t(`share.roles.${role}.name`)}
            </SegmentedControl.Item>
          ))}
        </SegmentedControl.Root>
        <p className="quiet">{t(`share.roles.${terms.role}.text`)}</p>
      </div>
      <div className="share-terms">
        {terms.role !== 'owner' && (
          <label className="labeled">
            <span>{t('share.uses')}</span>
            <select
              className="select"
              value={terms.uses}
              onChange={(event) => setTerms({ ...terms, uses: event.target.value as UseChoice })}
            >
              {useChoices.map((uses) => (
                <option key={uses} value={uses}>
                  {uses === 'any' ? t('share.anyUses') : t('share.devices', { count: Number(uses) })}
                </option>
              ))}
            </select>
          </label>
        )}
        <label className="labeled">
          <span>{t('share.time')}</span>
          <select
            className="select"
            value={terms.time}
            onChange={(event) => setTerms({ ...terms, time: event.target.value as TimeChoice })}
          >
            {timeChoices.map((time) => (
              <option key={time} value={time}>
                {t(`share.times.${time}`)}
              </option>
            ))}
          </select>
        </label>
        <label className="hands-free share-access">
          <Switch
            size="1"
            aria-label={t('share.askAccessCode')}
            checked={terms.asksAccessCode}
            onCheckedChange={(asksAccessCode) => setTerms({ ...terms, asksAccessCode })}
          />
          <span aria-hidden="true">{t('share.askAccessCode')}</span>
        </label>
        <ActionButton type="submit" pending={create.pending}>
          {t('share.make')}
        </ActionButton>
      </div>
      {create.error && create.error.message !== said && <Failure>{create.error.message}</Failure>}
    </form>
  );
}
