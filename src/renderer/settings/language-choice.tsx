import { useId } from 'react';
import { useTranslation } from 'react-i18next';
import { useAction } from '../bridge/use-action.ts';
import { Failure } from '../shell/failure.tsx';
import type { ReactNode } from 'react';

interface LanguageChoiceProps {
  readonly settingKey: string;
  /** undefined: a profile leaves the assistant's own. */
  readonly value: string | null | undefined;
  /** The assistant's, for a profile. */
  readonly own?: string | null;
}

const tags = ['en', 'de', 'fr', 'es', 'it', 'pt', 'nl', 'pl', 'sv', 'tr', 'ru', 'uk', 'ar', 'hi', 'zh', 'ja', 'ko'];

/** The language the assistant speaks, each named in itself. */
export function LanguageChoice({ settingKey, value, own }: LanguageChoiceProps): ReactNode {
  const { t } = useTranslation();
  const set = useAction('settings.set');
  const fieldId = useId();
  const known = value && !tags.includes(value) ? [...tags, value] : tags;
  const choose = (chosen: string): void => {
    const meaning = chosen === 'own' ? undefined : chosen === 'any' ? null : chosen;
    void set.run({ key: settingKey, value: meaning });
  };
  return (
    <div className="labeled">
      <label htmlFor={fieldId}>{t('settings.assistant.language')}</label>
      <select
        id={fieldId}
        className="select"
        value={value === undefined ? 'own' : (value ?? 'any')}
        onChange={(event) => choose(event.target.value)}
      >
        {own !== undefined && (
          <option value="own">
            {t('settings.assistant.asAssistant', { value: own ? nameOf(own) : t('settings.assistant.anyLanguage') })}
          </option>
        )}
        <option value="any">{t('settings.assistant.anyLanguage')}</option>
        {known.map((tag) => (
          <option key={tag} value={tag} lang={tag}>
            {nameOf(tag)}
          </option>
        ))}
      </select>
      {set.error && <Failure>{set.error.message}</Failure>}
    </div>
  );
}

function nameOf(tag: string): string {
  return new Intl.DisplayNames([tag], { type: 'language' }).of(tag) ?? tag;
}
