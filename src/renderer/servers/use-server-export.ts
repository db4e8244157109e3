import { useState } from 'react';
import { useAction } from '../bridge/use-action.ts';
import { saveFile } from '../shell/save-file.ts';
import type { WireError } from '../../contract/index.ts';

export interface ServerExport {
  readonly pending: boolean;
  readonly error: WireError | null;
  /** The keys that the file only names; null until one was saved. */
  readonly left: readonly string[] | null;
  run(): Promise<void>;
  forget(): void;
}

/** Saves every server as a file that other programs read; their keys stay in the keychain. */
export function useServerExport(): ServerExport {
  const get = useAction('mcp.export');
  const [left, setLeft] = useState<readonly string[] | null>(null);
  return {
    pending: get.pending,
    error: get.error,
    left,
    async run() {
      if (get.pending) return;
      setLeft(null);
      const got = await get.run(undefined);
      if (!got) return;
      const { mcpServers, secrets } = got.output;
      const text = `${JSON.stringify({ mcpServers }, null, 2)}\n`;
      saveFile(new Blob([text], { type: 'application/json' }), 'parley-servers.json');
      setLeft(secrets);
    },
    forget: () => setLeft(null),
  };
}
