import { Button } from '@radix-ui/themes';
import { useTranslation } from 'react-i18next';
import type { ReactNode } from 'react';

/** Well-known servers that need no account; the folder of the first is the reader's to change. */
const presets = [
  { name: 'files', command: 'npx -y @modelcontextprotocol/server-filesystem /path/to/folder' },
  { name: 'memory', command: 'npx -y @modelcontextprotocol/server-memory' },
  { name: 'fetch', command: 'uvx mcp-server-fetch' },
  { name: 'everything', command: 'npx -y @modelcontextprotocol/server-everything' },
] as const;

/** Fills in the command line; nothing runs before it is tested or added. */
export function Presets({ onChoose }: { onChoose: (command: string) => void }): ReactNode {
  const { t } = useTranslation();
  return (
    <div className="row" role="group" aria-label={t('servers.presets.title')}>
      <span className="quiet">{t('servers.presets.title')}</span>
      {presets.map(({ name, command }) => (
        <Button key={name} type="button" size="1" variant="soft" color="gray" onClick={() => onChoose(command)}>
          {t(`servers.presets.${name}`)}
        </Button>
      ))}
    </div>
  );
}
