import { useState } from 'react';
import { useLive } from '../bridge/use-live.ts';
import { useAction } from '../bridge/use-action.ts';
import { goTo } from '../shell/route.ts';
import { emptyDraft, freeName, readDraft, suggestName } from './read-draft.ts';
import { useConnectionTest } from './use-connection-test.ts';
import type { WireError } from '../../contract/index.ts';
import type { ConnectionTest } from './use-connection-test.ts';
import type { Draft, DraftReading } from './read-draft.ts';

export interface AddServerForm {
  readonly draft: Draft;
  readonly reading: DraftReading;
  readonly test: ConnectionTest;
  readonly pending: boolean;
  readonly error: WireError | null;
  change(change: Partial<Draft>): void;
  add(options?: { readonly replace: boolean }): Promise<void>;
}

/** The form for a new server: suggests a free name until one is typed, and opens what it added. */
export function useAddServer(): AddServerForm {
  const [draft, setDraft] = useState(emptyDraft);
  const [named, setNamed] = useState(false);
  const test = useConnectionTest();
  const add = useAction('mcp.add');
  const servers = useLive('mcp.serversChanged') ?? [];
  const reading = readDraft(draft);
  return {
    draft,
    reading,
    test,
    pending: add.pending,
    error: add.error,
    change(change) {
      const byHand = named || change.name !== undefined;
      setNamed(byHand);
      const next = { ...draft, ...change };
      const taken = new Set<string>(servers.map((server) => server.name));
      setDraft(byHand ? next : { ...next, name: freeName(suggestName(next), taken) });
      // What was found or refused was found or refused of the draft before.
      test.clear();
      add.clear();
    },
    async add(options) {
      if (reading.status !== 'entries') return;
      for (const { name, entry } of reading.entries) {
        if (!(await add.run({ name, entry, ...options }))) return;
      }
      const [first] = reading.entries;
      goTo(first ? { place: 'servers', server: first.name } : { place: 'servers' });
    },
  };
}
