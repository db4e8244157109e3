import { useTranslation } from 'react-i18next';
import type { ReactNode } from 'react';
import type { Draft } from './read-draft.ts';

interface DraftFieldsProps {
  readonly draft: Draft;
  onChange(change: Partial<Draft>): void;
  /** The name is given. */
  readonly withoutName?: boolean;
  /** The field to begin with. */
  readonly focused?: TextKey | null;
}

type TextKey = 'command' | 'url' | 'values' | 'json' | 'name';

export function DraftFields({ draft, onChange, withoutName = false, focused = null }: DraftFieldsProps): ReactNode {
  const { t } = useTranslation();
  const isCommand = draft.by === 'command';
  const field = (key: TextKey, label: string, placeholder: string, rows = 1): ReactNode => (
    <label className="labeled">
      <span>{label}</span>
      {rows > 1 ? (
        <textarea
          className="field code-field"
          rows={rows}
          autoFocus={key === focused}
          placeholder={placeholder}
          value={draft[key]}
          onChange={(event) => onChange({ [key]: event.target.value })}
        />
      ) : (
        <input
          className="field"
          type="text"
          spellCheck={false}
          autoComplete="off"
          autoFocus={key === focused}
          placeholder={placeholder}
          value={draft[key]}
          onChange={(event) => onChange({ [key]: event.target.value })}
        />
      )}
    </label>
  );
  if (draft.by === 'json') {
    return (
      <>
        {field('json', t('servers.fields.json'), '{ "mcpServers": { … } }', 8)}
        {field('name', t('servers.fields.jsonName'), '')}
      </>
    );
  }
  return (
    <>
      {isCommand
        ? field(
            'command',
            t('servers.fields.command'),
            'npx -y @modelcontextprotocol/server-filesystem /home/me/Documents',
          )
        : field('url', t('servers.fields.address'), 'https://example.com/mcp')}
      {!withoutName && field('name', t('servers.fields.name'), '')}
      {field(
        'values',
        isCommand ? t('servers.fields.environment') : t('servers.fields.headers'),
        isCommand ? 'API_TOKEN=${secret:example}' : 'Authorization=Bearer ${secret:example}',
        Math.max(2, draft.values.split('\n').length),
      )}
    </>
  );
}
