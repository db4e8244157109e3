import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { ActionButton } from '../shell/action-button.tsx';
import { BrandMark } from '../shell/brand-mark.tsx';
import { Failure } from '../shell/failure.tsx';
import type { FormEvent, ReactNode } from 'react';
import type { WireError } from '../../contract/index.ts';

interface JoinFormProps {
  readonly pending: boolean;
  readonly asksAccessCode: boolean;
  readonly problem: WireError | null;
  onJoin(name: string, accessCode: string): void;
}

/** The first thing a link shows: your name, and one button. The browser asks for the microphone after it is pressed. */
export function JoinForm({ pending, asksAccessCode, problem, onJoin }: JoinFormProps): ReactNode {
  const { t } = useTranslation();
  const [name, setName] = useState('');
  const [accessCode, setAccessCode] = useState('');
  const submit = (event: FormEvent): void => {
    event.preventDefault();
    if (!pending) onJoin(name, accessCode);
  };
  return (
    <main className="join-screen">
      <form className="join-card" onSubmit={submit}>
        <BrandMark />
        <h1>{t('join.title')}</h1>
        <p className="quiet">{t('join.text')}</p>
        <label className="labeled">
          <span>{t('join.name')}</span>
          <input
            className="field"
            value={name}
            maxLength={64}
            autoComplete="name"
            placeholder={t('join.nameExample')}
            onChange={(event) => setName(event.target.value)}
          />
        </label>
        {asksAccessCode && (
          <label className="labeled">
            <span>{t('join.accessCode')}</span>
            <input
              className="field code-field"
              value={accessCode}
              maxLength={64}
              inputMode="numeric"
              autoComplete="one-time-code"
              autoFocus
              onChange={(event) => setAccessCode(event.target.value)}
            />
          </label>
        )}
        {problem && <Failure>{problem.message}</Failure>}
        <ActionButton type="submit" size="4" pending={pending}>
          {t('talk.join')}
        </ActionButton>
      </form>
    </main>
  );
}
