import { Button } from '@radix-ui/themes';
import { useId, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useProviderKey } from './use-provider-key.ts';
import type { FormEvent, ReactNode } from 'react';

interface ProviderKeyProps {
  readonly name: string;
  /** The page says already that keys cannot be kept. */
  readonly warned: boolean;
}

/** The key goes in and never comes out: the field is empty again as soon as it is stored. */
export function ProviderKey({ name, warned }: ProviderKeyProps): ReactNode {
  const { t } = useTranslation();
  const key = useProviderKey(name);
  const fieldId = useId();
  const [typed, setTyped] = useState('');
  const save = async (event: FormEvent): Promise<void> => {
    event.preventDefault();
    if (await key.save(typed.trim())) setTyped('');
  };
  return (
    <form className="stack-small" onSubmit={(event) => void save(event)}>
      <div className="labeled">
        <label htmlFor={fieldId}>{t('settings.provider.key')}</label>
        <span className="field-row">
          <input
            id={fieldId}
            className="field"
            type="password"
            autoComplete="off"
            spellCheck={false}
            placeholder={key.stored ? t('settings.provider.keyStored') : ''}
            value={typed}
            onChange={(event) => setTyped(event.target.value)}
          />
          <Button type="submit" variant="soft" loading={key.pending} disabled={typed.trim() === ''}>
            {t('settings.save')}
          </Button>
          {key.stored && (
            <Button type="button" variant="soft" color="gray" onClick={() => void key.forget()}>
              {t('settings.provider.forgetKey')}
            </Button>
          )}
        </span>
      </div>
      {key.saved && (
        <p role="status" className="quiet">
          {t(`settings.provider.saved.${key.saved}`)}
        </p>
      )}
      {key.warning !== null && !warned && <p className="warning">{key.warning}</p>}
      {key.error && (
        <p className="call-error" role="alert">
          {key.error.message}
        </p>
      )}
    </form>
  );
}
