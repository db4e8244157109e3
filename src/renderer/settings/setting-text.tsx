import { useId, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useAction } from '../bridge/use-action.ts';
import type { KeyboardEvent, ReactNode } from 'react';

interface SettingTextProps {
  readonly settingKey: string;
  readonly label: string;
  readonly value: string;
  readonly placeholder?: string;
  readonly rows?: number;
  /** What an emptied field means. */
  readonly whenEmpty?: null | '';
}

/** One text of the settings: saved when the field is left or Enter is pressed; a refused value stays with its reason. */
export function SettingText({
  settingKey,
  label,
  value,
  placeholder,
  rows = 1,
  whenEmpty = '',
}: SettingTextProps): ReactNode {
  const { t } = useTranslation();
  const fieldId = useId();
  const [typed, setTyped] = useState<string | null>(null);
  const [saved, setSaved] = useState(false);
  const set = useAction('settings.set');
  const save = async (): Promise<void> => {
    if (typed === null || typed === value) return setTyped(null);
    const text = typed.trim();
    if (!(await set.run({ key: settingKey, value: text === '' ? whenEmpty : text }))) return;
    setTyped(null);
    setSaved(true);
  };
  const type = (text: string): void => {
    setTyped(text);
    setSaved(false);
  };
  const field = {
    id: fieldId,
    className: 'field',
    placeholder: placeholder ?? '',
    value: typed ?? value,
    onBlur: () => void save(),
  };
  return (
    <div className="labeled">
      <label htmlFor={fieldId}>{label}</label>
      {rows > 1 ? (
        <textarea {...field} rows={rows} onChange={(event) => type(event.target.value)} />
      ) : (
        <input
          {...field}
          type="text"
          autoComplete="off"
          spellCheck={false}
          onChange={(event) => type(event.target.value)}
          onKeyDown={(event: KeyboardEvent) => void (event.key === 'Enter' && save())}
        />
      )}
      {set.error && (
        <span className="call-error" role="alert">
          {set.error.message}
        </span>
      )}
      {saved && (
        <span className="quiet" role="status">
          {t('settings.savedNow')}
        </span>
      )}
    </div>
  );
}
