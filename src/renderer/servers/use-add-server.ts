import { useState } from 'react';
import { useAction } from '../bridge/use-action.ts';
import { goTo } from '../shell/route.ts';
import { emptyDraft, readDraft, suggestName } from './read-draft.ts';
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
  add(): Promise<void>;
}

/** The form for a new server: suggests a name until one is typed, and opens what it added. */
export function useAddServer(): AddServerForm {
  const [draft, setDraft] = useState(emptyDraft);
  const [named, setNamed] = useState(false);
  const test = useConnectionTest();
  const add = useAction('mcp.add');
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
      setDraft(byHand ? next : { ...next, name: suggestName(next) });
    },
    async add() {
      if (reading.status !== 'entries') return;
      for (const { name, entry } of reading.entries) {
        if (!(await add.run({ name, entry }))) return;
      }
      const [first] = reading.entries;
      goTo(first ? { place: 'servers', server: first.name } : { place: 'servers' });
    },
  };
}
