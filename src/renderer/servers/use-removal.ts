import { useState } from 'react';
import { useAction } from '../bridge/use-action.ts';
import { goTo } from '../shell/route.ts';
import type { ServerView, WireError } from '../../contract/index.ts';

export interface Removal {
  /** The server that was removed last and can be put back. */
  readonly removed: ServerView | null;
  readonly error: WireError | null;
  remove(server: ServerView): Promise<void>;
  putBack(): Promise<void>;
  forget(): void;
}

/** Removing needs no question, because it can be taken back; what was granted to the server is asked anew then. */
export function useRemoval(): Removal {
  const [removed, setRemoved] = useState<ServerView | null>(null);
  const remove = useAction('mcp.remove');
  const add = useAction('mcp.add');
  return {
    removed,
    error: remove.error ?? add.error,
    async remove(server) {
      if (!(await remove.run({ name: server.name }))) return;
      setRemoved(server);
      goTo({ place: 'servers' });
    },
    async putBack() {
      if (removed && (await add.run({ name: removed.name, entry: removed.entry }))) setRemoved(null);
    },
    forget: () => setRemoved(null),
  };
}
