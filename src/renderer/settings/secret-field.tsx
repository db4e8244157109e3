import { Button } from '@radix-ui/themes';
import { useId, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { ActionButton } from '../shell/action-button.tsx';
import { useSecret } from './use-secret.ts';
import { Failure } from '../shell/failure.tsx';
import type { FormEvent, ReactNode } from 'react';

interface SecretFieldProps {
  /** Of the secret, in the keychain. */
  readonly name: string;
  readonly label: string;
  /** The page says already that keys cannot be kept. */
  readonly warned: boolean;
  onSaved?(): void;
}

/** A key goes in and never comes out: the field is empty again as soon as it is stored, and says where. */
export function SecretField({ name, label, warned, onSaved }: SecretFieldProps): ReactNode {
  const { t } = useTranslation();
  const secret = useSecret(name);
  const fieldId = useId();
  const [typed, setTyped] = useState('');
  const save = async (event: FormEvent): Promise<void> => {
    event.preventDefault();
    if (typed.trim() === '' || !(await secret.save(typed.trim()))) return;
    setTyped('');
    onSaved?.();
  };
  return (
    <form className="stack-small" onSubmit={(event) => void save(event)}>
      <div className="labeled">
        <label htmlFor={fieldId}>{label}</label>
        <span className="field-row">
          <input
            id={fieldId}
            className="field"
            type="password"
            autoComplete="off"
            spellCheck={false}
            placeholder={secret.storage ? t('settings.secret.replaces') : ''}
            value={typed}
            onChange={(event) => setTyped(event.target.value)}
          />
          <ActionButton type="submit" variant="soft" pending={secret.pending} disabled={typed.trim() === ''}>
            {t('settings.save')}
          </ActionButton>
          {secret.storage && (
            <Button type="button" variant="soft" color="gray" onClick={() => void secret.forget()}>
              {t('settings.secret.forget')}
            </Button>
          )}
        </span>
      </div>
      {secret.storage && (
        <p role={secret.saved ? 'status' : undefined} className="quiet">
          {t(`settings.secret.${secret.storage}`)}
        </p>
      )}
      {secret.warning !== null && !warned && <p className="warning">{secret.warning}</p>}
      {secret.error && <Failure>{secret.error.message}</Failure>}
    </form>
  );
}
