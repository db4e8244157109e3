import { useId, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useAction } from '../bridge/use-action.ts';
import { Failure } from '../shell/failure.tsx';
import type { KeyboardEvent, ReactNode } from 'react';

interface SettingTextProps {
  readonly settingKey: string;
  readonly label: string;
  readonly value: string;
  readonly placeholder?: string;
  readonly rows?: number;
  /** What an emptied field means; undefined removes the key, where it may be missing. */
  readonly whenEmpty?: null | '' | number | undefined;
  /** Turns what was typed into the value that is stored; null where it cannot be one, which `refusal` says. */
  readonly parse?: (text: string) => { readonly value: unknown } | null;
  readonly refusal?: string;
  /** Offered while typing; others may be typed. */
  readonly suggestions?: readonly string[];
  /** What stands in the field, before it is saved. */
  onTyped?(text: string): void;
}

/** One text of the settings: saved when the field is left or Enter is pressed; a refused value stays with its reason. */
export function SettingText(props: SettingTextProps): ReactNode {
  const { label, value, placeholder, rows = 1, suggestions = [] } = props;
  const { t } = useTranslation();
  const fieldId = useId();
  const edit = useSettingText(props);
  const field = {
    id: fieldId,
    className: 'field',
    placeholder: placeholder ?? '',
    value: edit.typed ?? value,
    onBlur: () => void edit.save(),
    'aria-invalid': edit.refusal !== null || undefined,
    'aria-describedby': `${fieldId}-said`,
  };
  return (
    <div className="labeled">
      <span className="label-line">
        <label htmlFor={fieldId}>{label}</label>
        <span role="status">{edit.saved && t('settings.savedNow')}</span>
      </span>
      {rows > 1 ? (
        <textarea {...field} rows={rows} onChange={(event) => edit.type(event.target.value)} />
      ) : (
        <input
          {...field}
          type="text"
          autoComplete="off"
          spellCheck={false}
          list={suggestions.length > 0 ? `${fieldId}-list` : undefined}
          onChange={(event) => edit.type(event.target.value)}
          onKeyDown={(event: KeyboardEvent) => void (event.key === 'Enter' && edit.save())}
        />
      )}
      {suggestions.length > 0 && (
        <datalist id={`${fieldId}-list`}>
          {suggestions.map((suggestion) => (
            <option key={suggestion} value={suggestion} />
          ))}
        </datalist>
      )}
      <div id={`${fieldId}-said`}>{edit.refusal !== null && <Failure>{edit.refusal}</Failure>}</div>
    </div>
  );
}

interface TextEdit {
  /** null: the stored value stands. */
  readonly typed: string | null;
  readonly saved: boolean;
  readonly refusal: string | null;
  type(text: string): void;
  save(): Promise<void>;
}

function useSettingText(props: SettingTextProps): TextEdit {
  const { settingKey, value, parse, refusal, onTyped } = props;
  const [typed, setTyped] = useState<string | null>(null);
  const [saved, setSaved] = useState(false);
  const [misfit, setMisfit] = useState(false);
  const set = useAction('settings.set');
  const whenEmpty = 'whenEmpty' in props ? props.whenEmpty : '';
  return {
    typed,
    saved,
    refusal: misfit ? (refusal ?? null) : (set.error?.message ?? null),
    type(text) {
      setTyped(text);
      setSaved(false);
      setMisfit(false);
      onTyped?.(text.trim());
    },
    async save() {
      if (typed === null || typed === value) return setTyped(null);
      const text = typed.trim();
      const parsed = text === '' ? { value: whenEmpty } : parse ? parse(text) : { value: text };
      if (!parsed) return setMisfit(true);
      if (!(await set.run({ key: settingKey, value: parsed.value }))) return;
      setTyped(null);
      setSaved(true);
    },
  };
}
