import { useId, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { ActionButton } from '../shell/action-button.tsx';
import { ProfileName } from '../../contract/index.ts';
import { useAction } from '../bridge/use-action.ts';
import { goTo, hrefOf } from '../shell/route.ts';
import { SectionCard } from './section-card.tsx';
import { Failure } from '../shell/failure.tsx';
import type { FormEvent, ReactNode } from 'react';
import type { Settings } from '../../contract/index.ts';

/** The profiles by name, and a new one. */
export function Profiles({ settings }: { settings: Settings }): ReactNode {
  const { t } = useTranslation();
  const add = useAction('settings.set');
  const fieldId = useId();
  const [typed, setTyped] = useState('');
  const [fault, setFault] = useState<'badName' | 'taken' | null>(null);
  const names = Object.keys(settings.profiles);
  const submit = async (event: FormEvent): Promise<void> => {
    event.preventDefault();
    const name = typed.trim();
    if (!ProfileName.safeParse(name).success) return setFault('badName');
    if (names.includes(name)) return setFault('taken');
    if (!(await add.run({ key: `profiles.${name}`, value: {} }))) return;
    goTo({ place: 'settings', section: 'assistant', item: name });
  };
  return (
    <SectionCard title={t('settings.profiles.title')} line={t('settings.profiles.line')}>
      {names.length > 0 && (
        <ul className="plain-list" aria-label={t('settings.profiles.title')}>
          {names.map((name) => (
            <li key={name}>
              <a href={hrefOf({ place: 'settings', section: 'assistant', item: name })}>{name}</a>
              {settings.talk.profile === name && <span className="quiet"> {t('settings.profiles.inUse')}</span>}
            </li>
          ))}
        </ul>
      )}
      <form className="stack-small" onSubmit={(event) => void submit(event)}>
        <div className="labeled">
          <label htmlFor={fieldId}>{t('settings.profiles.newName')}</label>
          <span className="field-row">
            <input
              id={fieldId}
              className="field"
              type="text"
              autoComplete="off"
              aria-invalid={fault !== null || undefined}
              value={typed}
              onChange={(event) => {
                setTyped(event.target.value);
                setFault(null);
              }}
            />
            <ActionButton type="submit" variant="soft" pending={add.pending} disabled={typed.trim() === ''}>
              {t('settings.profiles.add')}
            </ActionButton>
          </span>
        </div>
        {(fault ?? add.error) && (
          <Failure>{fault ? t(`settings.profiles.faults.${fault}`) : add.error?.message}</Failure>
        )}
      </form>
    </SectionCard>
  );
}
