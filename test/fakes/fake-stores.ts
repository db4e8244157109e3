/**
 * In-memory stores of settings, secrets, grants, calls and conversations.
 */
import { Settings, callOutcome } from '../../src/contract/index.ts';
import type {
  AppError,
  CallId,
  CallRecord,
  Conversation,
  ConversationId,
  LogFilter,
  LogQuery,
  RoomName,
  ToolApproval,
  WireError,
} from '../../src/contract/index.ts';
import type {
  CallLog,
  ConversationStore,
  ConversationWithTurns,
  GrantStore,
  SecretStore,
  ServerMemories,
  ServerMemory,
  SettingsStore,
  StoredTurn,
  ToolPin,
} from '../../src/core/ports.ts';

/** `changeOutside` is another program's edit; `failNext` makes the next write fail. */
export class FakeSettingsStore implements SettingsStore {
  #settings: Settings;
  #problem: WireError | null = null;
  readonly #listeners = new Set<() => void>();
  readonly written: Settings[] = [];
  failNext: AppError | null = null;

  constructor(settings: unknown = {}) {
    this.#settings = Settings.parse(settings);
  }

  read(): Settings {
    return this.#settings;
  }

  problem(): WireError | null {
    return this.#problem;
  }

  async write(settings: Settings): Promise<void> {
    await Promise.resolve();
    const failure = this.failNext;
    this.failNext = null;
    if (failure) throw failure;
    this.#settings = settings;
    this.written.push(settings);
  }

  onChanged(listener: () => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  changeOutside(settings: unknown, problem: WireError | null = null): void {
    this.#settings = Settings.parse(settings);
    this.#problem = problem;
    for (const listener of [...this.#listeners]) listener();
  }

  close(): void {
    this.#listeners.clear();
  }
}

/** `warningText` non-null: behaves as without a keychain. */
export class FakeSecretStore implements SecretStore {
  readonly values = new Map<string, string>();
  warningText: string | null = null;

  constructor(values: Readonly<Record<string, string>> = {}) {
    for (const [name, value] of Object.entries(values)) this.values.set(name, value);
  }

  async warning(): Promise<string | null> {
    return this.warningText;
  }

  async get(name: string): Promise<string | null> {
    return this.values.get(name) ?? null;
  }

  async set(name: string, value: string): Promise<'keychain' | 'memory'> {
    this.values.set(name, value);
    return this.#storage();
  }

  async delete(name: string): Promise<boolean> {
    return this.values.delete(name);
  }

  async list(): Promise<{ name: string; storage: 'keychain' | 'memory' }[]> {
    return [...this.values.keys()].sort().map((name) => ({ name, storage: this.#storage() }));
  }

  #storage(): 'keychain' | 'memory' {
    return this.warningText === null ? 'keychain' : 'memory';
  }
}

export class FakeGrantStore implements GrantStore {
  readonly hashes = new Map<string, string>();
  readonly approvals = new Map<string, Map<string, ToolApproval>>();
  readonly pins = new Map<string, Map<string, ToolPin>>();
  /** Servers whose approval another program wrote. */
  readonly foreign = new Set<string>();

  async entryHash(server: string): Promise<string | null> {
    return this.foreign.has(server) ? null : (this.hashes.get(server) ?? null);
  }

  async hasForeignEntry(server: string): Promise<boolean> {
    return this.foreign.has(server);
  }

  async approveEntry(server: string, hash: string): Promise<void> {
    this.foreign.delete(server);
    this.hashes.set(server, hash);
  }

  async forgetServer(server: string): Promise<void> {
    this.hashes.delete(server);
    this.approvals.delete(server);
    this.pins.delete(server);
  }

  async toolApprovals(server: string): Promise<ReadonlyMap<string, ToolApproval>> {
    return new Map(this.approvals.get(server));
  }

  async setToolApproval(server: string, tool: string, approval: ToolApproval | null): Promise<void> {
    const tools = this.approvals.get(server) ?? new Map<string, ToolApproval>();
    this.approvals.set(server, tools);
    if (approval === null) tools.delete(tool);
    else tools.set(tool, approval);
  }

  async toolPins(server: string): Promise<ReadonlyMap<string, ToolPin>> {
    return new Map(this.pins.get(server));
  }

  async pinTools(server: string, pins: ReadonlyMap<string, ToolPin>): Promise<void> {
    this.pins.set(server, new Map([...(this.pins.get(server) ?? []), ...pins]));
  }
}

export class FakeMemories implements ServerMemories {
  readonly kept = new Map<string, { launch: string; memory: ServerMemory }>();

  async recall(server: string, launch: string): Promise<ServerMemory | null> {
    const kept = this.kept.get(server);
    return kept?.launch === launch ? kept.memory : null;
  }

  async remember(server: string, launch: string, memory: ServerMemory): Promise<void> {
    this.kept.set(server, { launch, memory });
  }

  async forget(server: string): Promise<void> {
    this.kept.delete(server);
  }
}

export class FakeCallLog implements CallLog {
  readonly records: CallRecord[] = [];

  append(record: CallRecord): void {
    this.records.push(record);
  }

  async list(query: LogQuery & { limit: number }): Promise<CallRecord[]> {
    const { limit, skip = 0, after } = query;
    const all = this.#matching(query);
    const at = after ? all.findIndex(({ id }) => id === after.id) + 1 : 0;
    return all.slice(at + skip, at + skip + limit);
  }

  async count(filter: LogFilter): Promise<{ total: number; latest: CallId | null }> {
    const all = this.#matching(filter);
    return { total: all.length, latest: all[0]?.id ?? null };
  }

  #matching({ server, outcome, sinceMs = 0, beforeMs = Infinity, search = '' }: LogFilter): CallRecord[] {
    return this.records
      .filter(({ startedAtMs }) => startedAtMs >= sinceMs && startedAtMs < beforeMs)
      .filter((record) => server === undefined || record.server === server)
      .filter((record) => outcome === undefined || callOutcome(record) === outcome)
      .filter((record) => JSON.stringify(record).toLowerCase().includes(search.toLowerCase()))
      .toSorted((a, b) => b.startedAtMs - a.startedAtMs);
  }

  async get(id: string): Promise<CallRecord | null> {
    return this.records.find((record) => record.id === id) ?? null;
  }
}

export class FakeConversationStore implements ConversationStore {
  readonly saved: StoredTurn[] = [];
  readonly ended = new Set<ConversationId>();
  failNext: AppError | null = null;

  endRoom(room: RoomName): void {
    for (const stored of this.saved) if (stored.room === room) this.ended.add(stored.conversation);
  }

  saveTurn(stored: StoredTurn): void {
    const at = this.saved.findIndex(({ turn }) => turn.id === stored.turn.id);
    this.saved.splice(at === -1 ? this.saved.length : at, at === -1 ? 0 : 1, stored);
  }

  async latest(room: RoomName, limit: number): Promise<ConversationWithTurns | null> {
    const failure = this.failNext;
    this.failNext = null;
    if (failure) throw failure;
    const last = this.saved.findLast((stored) => stored.room === room && !this.ended.has(stored.conversation));
    const found = last ? await this.show(last.conversation) : null;
    return found && { ...found, turns: found.turns.slice(-limit) };
  }

  async list({ limit, search }: { limit: number; beforeMs?: number; search?: string }): Promise<Conversation[]> {
    const ids = [...new Set(this.saved.map(({ conversation }) => conversation))];
    const all = await Promise.all(ids.map((id) => this.show(id)));
    return all
      .filter((kept) => kept !== null)
      .filter(({ turns }) => search === undefined || turns.some(({ text }) => text.includes(search)))
      .map(({ conversation }) => conversation)
      .toReversed()
      .slice(0, limit);
  }

  async show(id: ConversationId): Promise<ConversationWithTurns | null> {
    const kept = this.saved.filter(({ conversation }) => conversation === id);
    const [first] = kept;
    if (!first) return null;
    const turns = kept.map(({ turn }) => turn);
    const times = turns.map(({ startedAtMs }) => startedAtMs);
    const conversation: Conversation = {
      id,
      room: first.room,
      title: kept.find(({ title }) => title !== '')?.title ?? '',
      startedAtMs: Math.min(...times),
      endedAtMs: Math.max(...times),
      turns: turns.length,
      found: null,
    };
    return { conversation, turns };
  }

  async delete(id: ConversationId | null): Promise<number> {
    const gone = new Set(this.saved.map(({ conversation }) => conversation).filter((one) => id === null || one === id));
    this.saved.splice(0, this.saved.length, ...this.saved.filter(({ conversation }) => !gone.has(conversation)));
    return gone.size;
  }
}
