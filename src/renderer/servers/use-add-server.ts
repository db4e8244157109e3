import { useState } from 'react';
import { useLive } from '../bridge/use-live.ts';
import { useAction } from '../bridge/use-action.ts';
import { goTo } from '../shell/route.ts';
import { emptyDraft, freeName, readDraft, suggestName, toDraft } from './read-draft.ts';
import { useConnectionTest } from './use-connection-test.ts';
import { useImportPreview } from './use-import-preview.ts';
import type { ImportableServer, ServerView, WireError } from '../../contract/index.ts';
import type { ConnectionTest } from './use-connection-test.ts';
import type { Draft, DraftReading } from './read-draft.ts';
import type { Preview } from './use-import-preview.ts';

export interface AddServerForm {
  readonly draft: Draft;
  readonly reading: DraftReading;
  readonly preview: Preview;
  /** Those of the preview that will be added. */
  readonly chosen: readonly ImportableServer[];
  /** What was typed for values that a configuration leaves open, by secret. */
  readonly values: Readonly<Record<string, string>>;
  readonly test: ConnectionTest<'mcp.testImport'>;
  readonly pending: boolean;
  readonly error: WireError | null;
  change(change: Partial<Draft>): void;
  choose(name: string, wanted: boolean): void;
  setValue(secret: string, value: string): void;
  runTest(): void;
  add(options?: { readonly replace: boolean }): Promise<void>;
}

/** The form for new servers: suggests a free name until one is typed, and opens what it added. `like`: a server to begin with. */
export function useAddServer(like: ServerView | null): AddServerForm {
  const servers = useLive('mcp.serversChanged') ?? [];
  const taken = new Set<string>(servers.map((server) => server.name));
  const [draft, setDraft] = useState(() => (like ? toDraft(like.entry, freeName(like.name, taken)) : emptyDraft));
  const [named, setNamed] = useState(like !== null);
  const [choices, setChoices] = useState<Readonly<Record<string, boolean>>>({});
  const [values, setValues] = useState<Readonly<Record<string, string>>>({});
  const test = useConnectionTest('mcp.testImport');
  const add = useAction('mcp.import');
  const reading = readDraft(draft);
  const source = reading.status === 'source' ? reading.source : null;
  const preview = useImportPreview(source, [...taken].join('\n'));
  const found = preview.found?.servers ?? [];
  // One that replaces another is only taken where it was ticked; a single one is asked about when it is added.
  const chosen = found.filter(({ name, taken: isTaken }) => choices[name] ?? (found.length === 1 || !isTaken));
  return {
    draft,
    reading,
    preview,
    chosen,
    values,
    test,
    pending: add.pending,
    error: add.error,
    change(change) {
      const byHand = named || change.name !== undefined;
      setNamed(byHand);
      const next = { ...draft, ...change };
      setDraft(byHand ? next : { ...next, name: freeName(suggestName(next), taken) });
      setChoices({});
      // What was found or refused was found or refused of the draft before.
      test.clear();
      add.clear();
    },
    choose: (name, wanted) => setChoices((present) => ({ ...present, [name]: wanted })),
    setValue: (secret, value) => setValues((present) => ({ ...present, [secret]: value })),
    runTest() {
      const [only] = chosen;
      if (source && only) void test.run({ source, name: only.name });
    },
    async add(options) {
      const [first] = chosen;
      if (!source || !first) return;
      const replace = options?.replace ?? (found.length > 1 && chosen.some((server) => server.taken));
      const given = Object.fromEntries(Object.entries(values).filter(([, value]) => value !== ''));
      const added = await add.run({
        source,
        servers: chosen.map(({ name, entry }) => ({ name, entry })),
        ...(replace && { replace }),
        ...(Object.keys(given).length > 0 && { values: given }),
      });
      if (added) goTo({ place: 'servers', server: first.name });
    },
  };
}
