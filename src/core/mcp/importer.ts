/**
 * Looks at configurations of other programs and adds servers from them, keys kept apart.
 *
 * Path: bridge (window, `parley mcp import`, `parley mcp add`) -> here -> import-config.ts, keep-secrets.ts -> registry, secrets.
 * Always: what is added is what was shown; a key is stored before the entry that refers to it, and taken back if that fails.
 */
import { AppError } from '../../contract/index.ts';
import type {
  ClientName,
  ImportPreview,
  ImportSource,
  ImportableServer,
  ParsedInput,
  ServerEntry,
  ServerName,
  ServerView,
  TestReport,
} from '../../contract/index.ts';
import type { Handlers } from '../bridge/router.ts';
import type { ClientConfigs, Hasher } from '../ports.ts';
import { askForOpenValues } from './asked-values.ts';
import { canonicalJson } from './canonical.ts';
import { entryWarnings, requireUsable } from './check-entry.ts';
import { importConfig, importEntry } from './import-config.ts';
import type { ImportResult } from './import-config.ts';
import { keepSecrets } from './keep-secrets.ts';
import type { ServerSettings } from './registry-options.ts';
import type { Registry } from './registry.ts';
import { secretsNamedIn } from './resolve-secrets.ts';
import type { ServerKeys } from './server-keys.ts';
import { testServer } from './test-server.ts';
import type { TestAsker, TestParts } from './test-server.ts';
import { without } from './without.ts';

/** What the importer works with. */
export interface ImporterOptions {
  readonly registry: Pick<Registry, 'list' | 'add' | 'change'>;
  readonly settings: Pick<ServerSettings, 'current'>;
  readonly keys: Pick<ServerKeys, 'keeping'>;
  readonly hasher: Hasher;
  readonly clientConfigs: ClientConfigs;
}

interface ReadServer extends ImportableServer {
  /** With its keys, as the configuration has it. */
  readonly plain: ServerEntry;
  readonly values: ReadonlyMap<string, string>;
}

/** The one way in for configurations, whoever reads them. */
export class Importer {
  readonly #options: ImporterOptions;

  constructor(options: ImporterOptions) {
    this.#options = options;
  }

  clients(): Promise<{ client: ClientName; file: string }[]> {
    return this.#options.clientConfigs.find();
  }

  /** @throws {AppError} import/bad-json | import/nothing-found */
  async preview(source: ImportSource): Promise<ImportPreview> {
    const { servers, refused, file } = await this.#read(source);
    return { servers: servers.map(toImportable), refused: [...refused], file };
  }

  /** All or, where one cannot be added, those before it. @throws {AppError} import/changed | mcp/name-taken */
  async import(input: ParsedInput<'mcp.import'>): Promise<ServerView[]> {
    const { source, approval = 'ask', replace = false, values = {} } = input;
    const read = (await this.#read(source)).servers;
    const chosen = input.servers.map(({ name, entry }) => {
      const server = read.find((one) => one.name === name);
      if (server && canonicalJson(server.entry) === canonicalJson(entry)) return server;
      throw new AppError('import/changed', `"${name}" reads differently than it was shown. Look at it again.`);
    });
    const taken = replace ? undefined : chosen.find((server) => server.taken);
    if (taken) {
      const words = `A server "${taken.name}" exists already. Choose another name, or replace it.`;
      throw new AppError('mcp/name-taken', words, { data: { name: taken.name } });
    }
    const added: ServerView[] = [];
    for (const { name, entry, values: own, asked } of chosen) {
      const given = asked.flatMap(({ secret }) =>
        values[secret] === undefined ? [] : [[secret, values[secret]] as const],
      );
      const keys = new Map([...own, ...given]);
      added.push(
        await this.#options.keys.keeping(keys, () => this.#options.registry.add(name, { ...entry, approval }, replace)),
      );
    }
    return added;
  }

  /** Never throws for a failed connection. @throws {AppError} import/nothing-found */
  async test(source: ImportSource, name: ServerName, parts: TestParts, asker: TestAsker): Promise<TestReport> {
    const server = (await this.#read(source)).servers.find((one) => one.name === name);
    if (!server) throw new AppError('import/nothing-found', `There is no usable server "${name}" in it.`);
    return testServer(parts, { name, entry: server.plain, isKnown: false }, asker);
  }

  /** @throws {AppError} mcp/bad-entry | mcp/entry-changed */
  async edit(name: ServerName, entry: ServerEntry, seen: ServerEntry): Promise<ServerView> {
    requireUsable(entry);
    const { entry: clean, kept } = keepSecrets(name, entry, this.#options.hasher);
    const keys = new Map(kept.map(({ secret, value }) => [secret, value]));
    return this.#options.keys.keeping(keys, () => this.#options.registry.change(name, clean, seen));
  }

  /** What stands in the settings, without keys and without what is granted here. */
  export(): { mcpServers: Record<string, ServerEntry>; secrets: string[] } {
    const entries = Object.entries(this.#options.settings.current().mcpServers);
    const mcpServers = Object.fromEntries(
      entries.map(([name, entry]) => [
        name,
        without(keepSecrets(name, entry, this.#options.hasher).entry, 'approval') as ServerEntry,
      ]),
    );
    return { mcpServers, secrets: [...secretsNamedIn(mcpServers)] };
  }

  async #read(source: ImportSource): Promise<{
    servers: ReadServer[];
    refused: ImportPreview['refused'];
    file: string | null;
  }> {
    const { hasher, registry, clientConfigs } = this.#options;
    const theirs = 'from' in source ? await clientConfigs.read(source.from) : null;
    const { servers, refused, inputs } = readSource(source, theirs?.text ?? '');
    const taken = new Set<string>(registry.list().map((server) => server.name));
    const read = servers.map(({ name, entry: plain }): ReadServer => {
      const { entry: filled, asked } =
        'entry' in source ? { entry: plain, asked: [] } : askForOpenValues(name, plain, inputs, hasher);
      const { entry, kept } = keepSecrets(name, filled, hasher);
      return {
        name,
        entry,
        kept: kept.map(({ secret, field }) => ({ secret, field })),
        asked: [...asked],
        warnings: entryWarnings(entry),
        taken: taken.has(name),
        plain,
        values: new Map(kept.map(({ secret, value }) => [secret, value])),
      };
    });
    return { servers: read, refused: [...refused], file: theirs?.file ?? null };
  }
}

function readSource(source: ImportSource, theirs: string): ImportResult {
  if ('entry' in source) return importEntry(source.name, source.entry);
  return 'from' in source ? importConfig(theirs) : importConfig(source.text, source.name);
}

const toImportable = ({ name, entry, kept, asked, warnings, taken }: ReadServer): ImportableServer => ({
  name,
  entry,
  kept,
  asked,
  warnings,
  taken,
});

/** The bridge's methods on configurations. */
export function importHandlers({
  importer,
  test,
}: {
  importer: Importer;
  test: TestParts;
}): Pick<Handlers, 'mcp.clients' | 'mcp.previewImport' | 'mcp.import' | 'mcp.testImport' | 'mcp.edit' | 'mcp.export'> {
  return {
    'mcp.clients': () => importer.clients(),
    'mcp.previewImport': (source) => importer.preview(source),
    'mcp.import': (input) => importer.import(input),
    'mcp.testImport': ({ source, name, testId }, { caller, signal }) =>
      importer.test(source, name, test, { caller, signal, testId }),
    'mcp.edit': ({ name, entry, seen }) => importer.edit(name, entry, seen),
    'mcp.export': () => importer.export(),
  };
}
