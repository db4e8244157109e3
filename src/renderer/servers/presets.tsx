import { Button } from '@radix-ui/themes';
import { useTranslation } from 'react-i18next';
import { ownServers } from '../../contract/index.ts';
import type { ReactNode } from 'react';
import type { Draft } from './read-draft.ts';

/**
 * Well-known servers; folders, addresses and keys are the reader's to fill in. A value that is left open keeps the form
 * unfinished, so that nothing is added with it. Two of them come with Parley; the others need what their command names.
 */
const presets = [
  {
    name: 'files',
    draft: { by: 'command', command: `${ownServers.filesystem} /path/to/folder` },
  },
  { name: 'memory', draft: { by: 'command', command: 'npx -y @modelcontextprotocol/server-memory' } },
  { name: 'fetch', draft: { by: 'command', command: 'uvx mcp-server-fetch' } },
  { name: 'sqlite', draft: { by: 'command', command: 'uvx mcp-server-sqlite --db-path /path/to/database.db' } },
  {
    name: 'search',
    draft: { by: 'command', command: 'npx -y @brave/brave-search-mcp-server', values: 'BRAVE_API_KEY=' },
  },
  {
    name: 'home',
    draft: { by: 'address', url: 'http://homeassistant.local:8123/api/mcp', values: 'Authorization=Bearer ' },
  },
  {
    name: 'zapier',
    draft: { by: 'address', url: 'https://mcp.zapier.com/api/v1/connect', values: 'Authorization=Bearer ' },
  },
  { name: 'everything', draft: { by: 'command', command: ownServers.everything } },
] as const satisfies readonly { readonly name: string; readonly draft: Partial<Draft> }[];

/** Fills in the form; nothing runs before it is tested or added. */
export function Presets({ onChoose }: { onChoose: (draft: Partial<Draft>) => void }): ReactNode {
  const { t } = useTranslation();
  return (
    <div className="row" role="group" aria-label={t('servers.presets.title')}>
      <span className="quiet">{t('servers.presets.title')}</span>
      {presets.map(({ name, draft }) => (
        <Button
          key={name}
          type="button"
          size="1"
          variant="soft"
          color="gray"
          onClick={() => onChoose({ command: '', url: '', values: '', ...draft })}
        >
          {t(`servers.presets.${name}`)}
        </Button>
      ))}
    </div>
  );
}
