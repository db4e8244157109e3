/**
 * The one owner of every MCP server and its connection.
 *
 * Path: settings and the owner's acts -> here -> server.ts; call-tool.ts and the bridge's methods read here.
 * Always: acts and changes of the file run one after another; an entry starts only if its hash is the one its owner approved;
 * what an approved entry offered last is on offer while it starts (known-servers.ts); all start side by side and none is waited
 * for; those that start give way to a person who waits for the assistant (start-line.ts).
 */
import { AppError, ServerName } from '../../contract/index.ts';
import type {
  ServerApproval,
  ServerDetail,
  ServerEntry,
  ServerView,
  Settings,
  ToolApproval,
} from '../../contract/index.ts';
import { OneAtATime } from '../one-at-a-time.ts';
import type { ServerMemory, ToolDefinition } from '../ports.ts';
import { canonicalJson, launchText } from './canonical.ts';
import { changedEntries } from './changed-entries.ts';
import { EntryApproval } from './entry-approval.ts';
import type { EntryDoubt } from './entry-approval.ts';
import { KnownServers } from './known-servers.ts';
import type { RegistryOptions } from './registry-options.ts';
import { secretsNamedIn } from './resolve-secrets.ts';
import { McpServer } from './server.ts';
import { isExpected, isLive } from './server-state.ts';
import { connectLimitMs } from './start-limit.ts';
import { StartLine } from './start-line.ts';
import { toServerDetail, toServerView } from './server-view.ts';
import { without } from './without.ts';

/** Every server by its name. */
export class Registry {
  readonly #options: RegistryOptions;
  readonly #approval: EntryApproval;
  readonly #line: StartLine;
  readonly #known: KnownServers;
  readonly #servers = new Map<string, McpServer>();
  readonly #leaving = new Set<Promise<void>>();
  readonly #turns = new OneAtATime();
  readonly #listeners = new Set<(servers: ServerView[]) => void>();
  #provided: Readonly<Record<string, ServerEntry>> = {};
  #unsubscribe: () => void = () => {};
  #announcing = false;
  #isFollowing = false;
  #closed = false;

  constructor(options: RegistryOptions) {
    this.#options = options;
    this.#approval = new EntryApproval(options);
    this.#known = new KnownServers(options);
    this.#line = new StartLine({
      clock: options.clock,
      places: options.parallelStarts,
      isAwaited: () => options.isTalkAwaited?.() ?? false,
    });
    options.toolGrants.onDecided(() => this.#changed());
    options.hub.provide('mcp.serversChanged', () => this.list());
  }

  /**
   * Begins to follow the settings. Resolves when every approved server was told to start, not when it has; none begins before
   * `headStartMs`.
   */
  async start({ headStartMs = 0 } = {}): Promise<void> {
    this.#line.hold(headStartMs);
    this.#isFollowing = true;
    this.#unsubscribe = this.#options.settings.onChanged(
      () => void this.#inTurn(() => this.#reconcile()).catch((error: unknown) => this.#report(error)),
    );
    await this.#inTurn(() => this.#reconcile());
  }

  /** Servers of the app itself (the demo's): approved by nature, never written to the file; an entry of the file goes first. */
  async provide(entries: Readonly<Record<string, ServerEntry>>): Promise<void> {
    await this.#inTurn(async () => {
      this.#provided = entries;
      await this.#reconcile();
    });
  }

  /** In the order in which they were first seen. */
  list(): ServerView[] {
    return [...this.#servers.values()].map(toServerView);
  }

  /** @throws {AppError} mcp/unknown-server */
  show(name: string): ServerDetail {
    const { catalogue, toolGrants } = this.#options;
    return toServerDetail(this.server(name), {
      modelName: (server, tool) => catalogue.modelName(server, tool),
      approval: (server, tool) => toolGrants.approval(server, tool),
    });
  }

  /** @throws {AppError} mcp/unknown-server */
  server(name: string): McpServer {
    const server = this.#servers.get(name);
    if (server) return server;
    const known = [...this.#servers.keys()].map((other) => `"${other}"`).join(', ');
    throw new AppError(
      'mcp/unknown-server',
      `There is no server "${name}". ${known === '' ? 'None is set up yet.' : `There are: ${known}.`}`,
    );
  }

  tool(server: string, tool: string): ToolDefinition | null {
    return this.#servers.get(server)?.tools.find((definition) => definition.name === tool) ?? null;
  }

  /** After any change of any server. Returns the end of it. */
  onChanged(listener: (servers: ServerView[]) => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  /** The owner adds an entry and thereby approves it. @throws {AppError} mcp/name-taken */
  add(name: string, entry: ServerEntry, replace: boolean): Promise<ServerView> {
    return this.#inTurn(async () => {
      const taken = Object.hasOwn(this.#options.settings.current().mcpServers, name) || this.#servers.has(name);
      if (taken && !replace)
        throw new AppError('mcp/name-taken', `A server "${name}" exists already. Choose another name, or replace it.`);
      await this.#write(name, entry, false);
      return toServerView(this.server(name));
    });
  }

  /** The owner changes the entry `seen`, which approves it. @throws {AppError} mcp/entry-changed when it is another one by now */
  change(name: string, entry: ServerEntry, seen: ServerEntry): Promise<ServerView> {
    return this.#inTurn(async () => {
      const before = this.server(name).entry;
      if (canonicalJson(before) !== canonicalJson(seen)) {
        const words = `The entry of "${name}" changed while you edited it. Nothing was saved; look at it again.`;
        throw new AppError('mcp/entry-changed', words);
      }
      await this.#write(name, entry, launchText(before) === launchText(entry));
      return toServerView(this.server(name));
    });
  }

  /** The owner sets `key` of the settings by `set`; what that says of entries is theirs, as if done here. */
  followOwner<T extends { before: Settings; after: Settings }>(key: string, set: () => Promise<T>): Promise<T> {
    if (key.split('.')[0] !== 'mcpServers') return set();
    return this.#inTurn(async () => {
      const change = await set();
      for (const { name, before, after } of changedEntries(change.before.mcpServers, change.after.mcpServers)) {
        const isWhole = before === undefined || key === `mcpServers.${name}`;
        await this.#approval.follow(name, { before, after, isWhole });
      }
      if (this.#isFollowing) await this.#reconcile();
      return change;
    });
  }

  /** The owner approves an entry as it stands in the file; `seen` is the one that was shown. @throws {AppError} mcp/unapproved */
  approve(name: string, seen?: ServerEntry): Promise<ServerView> {
    return this.#inTurn(async () => {
      const server = this.server(name);
      if (seen && canonicalJson(seen) !== canonicalJson(server.entry)) {
        throw new AppError('mcp/unapproved', `The entry of "${name}" changed while you looked. Look at it again.`);
      }
      await this.#approval.approve(name, server.entry);
      await this.#reconcile();
      return toServerView(server);
    });
  }

  /** Resolves with the entry it had when nothing of it runs any more. */
  remove(name: string): Promise<ServerEntry> {
    return this.#inTurn(async () => {
      const { settings } = this.#options;
      const server = this.server(name);
      if (Object.hasOwn(settings.current().mcpServers, name)) {
        await settings.update((present) => ({ ...present, mcpServers: without(present.mcpServers, name) }));
      }
      this.#provided = without(this.#provided, name);
      await this.#reconcile();
      await server.whenQuiet();
      await this.#approval.forget(name);
      await this.#known.forget(name);
      return server.entry;
    });
  }

  setEnabled(name: string, enabled: boolean): Promise<ServerView> {
    return this.#edit(name, (entry) => ({ ...entry, enabled }));
  }

  setApproval(name: string, approval: ServerApproval): Promise<ServerView> {
    return this.#edit(name, (entry) => ({ ...entry, approval }));
  }

  /** @throws {AppError} mcp/unknown-server | mcp/unknown-tool */
  async setToolApproval(name: string, tool: string, approval: ToolApproval | null): Promise<ServerDetail> {
    this.server(name);
    const definition = this.tool(name, tool);
    if (!definition) throw new AppError('mcp/unknown-tool', `The server "${name}" has no tool "${tool}".`);
    await this.#options.toolGrants.decide(name, definition, approval);
    return this.show(name);
  }

  /** Closes the circuit, too. @throws {AppError} mcp/unapproved | mcp/not-running when it is disabled */
  restart(name: string): Promise<ServerView> {
    return this.#inTurn(async () => {
      const server = this.server(name);
      if (!(await this.#isApproved(name, server.entry))) {
        throw new AppError('mcp/unapproved', `The entry of "${name}" waits for approval. Look at it, then approve it.`);
      }
      if (server.entry.enabled === false)
        throw new AppError('mcp/not-running', `"${name}" is switched off. Switch it on instead.`);
      server.apply({ type: 'restart' });
      return toServerView(server);
    });
  }

  /** The person who waited has their answer, or another talk began: servers that gave way may start. */
  talkChanged(): void {
    this.#line.look();
  }

  /** After sleep or a change of the network: every server is asked, and those that are away are tried, at once. */
  checkNow(): void {
    for (const server of this.#servers.values()) server.apply({ type: 'checkNow' });
  }

  /** A secret was stored, replaced or deleted: servers that failed start again if their entry names it. */
  secretChanged(name: string): void {
    if (this.#closed) return;
    for (const server of this.#servers.values()) {
      if (server.state.status !== 'failed' || !secretsNamedIn(server.entry).has(name)) continue;
      server.apply({ type: 'restart' });
    }
  }

  /** True if this entry is the one its owner approved under this name. */
  isApproved(name: string): Promise<boolean> {
    return this.#isApproved(name, this.server(name).entry);
  }

  /** Ends every server. Resolves when nothing of any is left. */
  async close(): Promise<void> {
    this.#closed = true;
    this.#known.close();
    this.#unsubscribe();
    await this.#turns.settled();
    await Promise.all([...this.#leaving, ...[...this.#servers.values()].map((server) => server.close())]);
  }

  #inTurn<T>(act: () => Promise<T>): Promise<T> {
    return this.#turns.run(() => {
      if (this.#closed) throw new AppError('mcp/not-running', 'Parley is closing.');
      return act();
    });
  }

  #edit(name: string, change: (entry: ServerEntry) => ServerEntry): Promise<ServerView> {
    return this.#inTurn(async () => {
      const server = this.server(name);
      if (!(await this.#isApproved(name, server.entry))) {
        throw new AppError(
          'mcp/unapproved',
          `The entry of "${name}" waits for approval. Look at it and approve it before changing it.`,
        );
      }
      await this.#write(name, change(server.entry), true);
      return toServerView(this.server(name));
    });
  }

  /** Grant and file together. */
  async #write(name: string, entry: ServerEntry, keepTools: boolean): Promise<void> {
    if (Object.hasOwn(this.#provided, name)) {
      this.#provided = { ...this.#provided, [name]: entry };
    } else {
      await this.#approval.approveWith(name, entry, keepTools, () =>
        this.#options.settings.update((present) => ({
          ...present,
          mcpServers: { ...present.mcpServers, [name]: entry },
        })),
      );
    }
    await this.#reconcile();
  }

  #wanted(): Map<string, ServerEntry> {
    const wanted = new Map(Object.entries({ ...this.#provided, ...this.#options.settings.current().mcpServers }));
    for (const name of wanted.keys()) {
      if (ServerName.safeParse(name).success) continue;
      wanted.delete(name);
      this.#options.logger.log('warn', 'a server entry is skipped because its name is not usable', {
        name: name.slice(0, 80),
      });
    }
    return wanted;
  }

  async #reconcile(): Promise<void> {
    const wanted = this.#wanted();
    for (const [name, server] of this.#servers) {
      if (wanted.has(name)) continue;
      this.#servers.delete(name);
      const left: Promise<void> = server.close().finally(() => this.#leaving.delete(left));
      this.#leaving.add(left);
    }
    for (const [name, entry] of wanted) {
      const doubt = await this.#doubt(name, entry);
      const memory = doubt === null ? await this.#recall(name, entry) : null;
      this.#settle(this.#servers.get(name) ?? this.#create(name, entry), entry, doubt, memory);
    }
    this.#changed();
  }

  #settle(server: McpServer, entry: ServerEntry, doubt: EntryDoubt | null, memory: ServerMemory | null): void {
    const relaunch = launchText(server.entry) !== launchText(entry);
    server.setEntry(entry, doubt);
    if (relaunch || doubt !== null) server.forget();
    if (memory) server.recall(memory);
    if (doubt !== null) server.apply({ type: 'block' });
    else if (entry.enabled === false) server.apply({ type: 'stop' });
    else if (relaunch && (isLive(server.state) || server.state.status === 'failed')) server.apply({ type: 'restart' });
    else server.apply({ type: 'start' });
  }

  #create(name: string, entry: ServerEntry): McpServer {
    const { connector, secrets, toolGrants, clock, logger, connectTimeoutMs: limitMs } = this.#options;
    const parts = {
      connector,
      secrets,
      toolGrants,
      clock,
      logger,
      random: this.#options.random ?? Math.random,
      connectLimitMs: limitMs === undefined ? connectLimitMs : () => limitMs,
      line: this.#line,
    };
    const server = new McpServer({
      name,
      entry,
      parts,
      onChanged: () => this.#changed(),
      onKnown: (known) => this.#known.remember(name, server.entry, known),
    });
    this.#servers.set(name, server);
    return server;
  }

  async #recall(name: string, entry: ServerEntry): Promise<ServerMemory | null> {
    if (this.#servers.get(name)?.known && launchText(this.server(name).entry) === launchText(entry)) return null;
    return this.#known.recall(name, entry);
  }

  async #isApproved(name: string, entry: ServerEntry): Promise<boolean> {
    return (await this.#doubt(name, entry)) === null;
  }

  #doubt(name: string, entry: ServerEntry): Promise<EntryDoubt | null> {
    const isOurs =
      Object.hasOwn(this.#provided, name) && !Object.hasOwn(this.#options.settings.current().mcpServers, name);
    return isOurs ? Promise.resolve(null) : this.#approval.doubt(name, entry);
  }

  /** Several changes of one moment are told once. */
  #changed(): void {
    if (this.#announcing) return;
    this.#announcing = true;
    queueMicrotask(() => {
      this.#announcing = false;
      const { catalogue, hub, toolGrants } = this.#options;
      const expected = [...this.#servers.values()].filter((server) => isExpected(server.state));
      catalogue.offer(
        expected.flatMap((server) =>
          server.tools
            .filter((tool) => toolGrants.approval(server.name, tool.name) !== 'deny')
            .map((definition) => ({ server: server.name, definition })),
        ),
      );
      const views = this.list();
      hub.publish('mcp.serversChanged', null, views);
      for (const listener of this.#listeners) listener(views);
    });
  }

  #report(error: unknown): void {
    if (!this.#closed)
      this.#options.logger.log('error', 'a change of the server entries could not be followed', {
        error: String(error),
      });
  }
}
