/**
 * Every outside need of the core but those of sharing (ports/sharing.ts). Adapters implement these; fakes in test/fakes do too.
 *
 * Always: a port speaks the contract's types and AppError, never a vendor's; whoever implements one translates at its edge.
 */
import type {
  AgentHello,
  AppError,
  CallId,
  CallRecord,
  Conversation,
  ConversationId,
  ClientName,
  Era,
  LogFilter,
  LogLevel,
  LogQuery,
  ParticipantView,
  ProviderStage,
  RoomName,
  RoomView,
  ServerEntry,
  Settings,
  TestStep,
  ToolApproval,
  Turn,
  WireError,
} from '../contract/index.ts';

/** Wall clock and timers, ms. A fired or cancelled timer never fires again. */
export interface Clock {
  nowMs(): number;
  /** Calls `run` once after `delayMs`; returns the cancel function. */
  after(delayMs: number, run: () => void): () => void;
}

/** Unguessable ids. */
export interface Ids {
  id(): string;
}

/** Structured log. `message` is a constant; data goes in fields; anything spoken, typed or returned by a tool under `pii`. */
export interface Logger {
  log(level: LogLevel, message: string, fields?: Readonly<Record<string, unknown>>): void;
}

/** SHA-256 of a text, hex. */
export interface Hasher {
  sha256(text: string): string;
}

/** `settings.json`, schema-checked. */
export interface SettingsStore {
  /** What is in force. Never throws: an unreadable file was set aside and the last good copy or the defaults are used. */
  read(): Settings;
  /** Why the file on disk was not used, in words, or null. */
  problem(): WireError | null;
  /** Atomic and durable. @throws {AppError} settings/write-failed; the old file then still stands. */
  write(settings: Settings): Promise<void>;
  /** After a change made by another program; `read` already gives the new value. Not called for our own writes. */
  onChanged(listener: () => void): () => void;
  close(): void;
}

/** Keychain, or memory where none answers. Values never appear in errors or logs. */
export interface SecretStore {
  /** Null: the keychain answers. Else a sentence that says keys are kept in memory only, and why. */
  warning(): Promise<string | null>;
  get(name: string): Promise<string | null>;
  /** @throws {AppError} secrets/too-large */
  set(name: string, value: string): Promise<'keychain' | 'memory'>;
  delete(name: string): Promise<boolean>;
  list(): Promise<{ name: string; storage: 'keychain' | 'memory' }[]>;
}

/** A mark that only this profile's Parley can put on a text. */
export interface Seal {
  sign(text: string): Promise<string>;
}

/** A tool's definition as its owner last saw it, and its hash. `definition` is null where only the hash is known. */
export interface ToolPin {
  readonly hash: string;
  readonly definition: ToolDefinition | null;
}

/**
 * What the owner granted; kept in the database, never in the settings file. FULL durability. What another program wrote there
 * gives nothing: such an entry is not approved, such an `allow` is not there, such a pin fits no definition.
 */
export interface GrantStore {
  /** Hash of the launch entry (its `approval` included) that was approved under this name, or null. */
  entryHash(server: string): Promise<string | null>;
  /** An approval stands under this name that this Parley did not write. */
  hasForeignEntry(server: string): Promise<boolean>;
  approveEntry(server: string, hash: string): Promise<void>;
  forgetServer(server: string): Promise<void>;
  toolApprovals(server: string): Promise<ReadonlyMap<string, ToolApproval>>;
  setToolApproval(server: string, tool: string, approval: ToolApproval | null): Promise<void>;
  /** By tool name. */
  toolPins(server: string): Promise<ReadonlyMap<string, ToolPin>>;
  /** Adds to or replaces the pins of these tools; the server's others stay. `forgetServer` forgets them all. */
  pinTools(server: string, pins: ReadonlyMap<string, ToolPin>): Promise<void>;
}

/** What a server was and offered when it was last connected. */
export interface ServerMemory {
  readonly tools: readonly ToolDefinition[];
  readonly era: Era;
  readonly version: string | null;
  readonly capabilities: Readonly<Record<string, unknown>>;
  readonly connectedAtMs: number;
}

/** Memories of servers over restarts, one per name. `launch`: hash of what was started; another program's memory is never given. */
export interface ServerMemories {
  recall(server: string, launch: string): Promise<ServerMemory | null>;
  /** Replaces what was known under this name. One that is too large is not kept. */
  remember(server: string, launch: string, memory: ServerMemory): Promise<void>;
  forget(server: string): Promise<void>;
}

/** The configurations that other programs with MCP servers keep on this computer. Read only. */
export interface ClientConfigs {
  /** Those that are there, in the order of the table of clients. */
  find(): Promise<{ client: ClientName; file: string }[]>;
  /** @throws {AppError} import/nothing-found naming where it was looked for */
  read(client: ClientName): Promise<{ file: string; text: string }>;
}

/** The tool-call log. Records are written once, when the call ends. */
export interface CallLog {
  /** Never throws: a full disk drops the record and is reported through the Logger. */
  append(record: CallRecord): void;
  /** Newest first. Without `brief` a page may end early where records are large, never before its first. */
  list(query: LogQuery & { limit: number }): Promise<CallRecord[]>;
  count(filter: LogFilter): Promise<{ total: number; latest: CallId | null }>;
  get(id: string): Promise<CallRecord | null>;
}

/** A turn on its way to the disk, with the conversation it belongs to; `title` counts while that has none. */
export interface StoredTurn {
  readonly room: RoomName;
  readonly conversation: ConversationId;
  readonly title: string;
  readonly turn: Turn;
}

/** A conversation with its turns, oldest first. */
export interface ConversationWithTurns {
  readonly conversation: Conversation;
  readonly turns: Turn[];
}

/** Conversations; a turn is written when final and again if it changes. */
export interface ConversationStore {
  /** Never throws, like `CallLog.append`. Begins the conversation with its first turn. */
  saveTurn(turn: StoredTurn): void;
  /** Never throws either. None of the room's conversations so far is its latest any more; they stay in the list. */
  endRoom(room: RoomName): void;
  /** The room's latest conversation that goes on, with its latest turns. */
  latest(room: RoomName, limit: number): Promise<ConversationWithTurns | null>;
  /** Latest first. `search`: full text over the turns. */
  list(query: { limit: number; beforeMs?: number; search?: string }): Promise<Conversation[]>;
  show(id: ConversationId): Promise<ConversationWithTurns | null>;
  /** All where none is named; gone from the disk too. Resolves with how many. */
  delete(id: ConversationId | null): Promise<number>;
}

/** A tool as its server defines it, paginated lists joined. */
export interface ToolDefinition {
  readonly name: string;
  readonly title?: string;
  readonly description?: string;
  readonly inputSchema: Readonly<Record<string, unknown>>;
  readonly annotations?: Readonly<Record<string, unknown>>;
}

/** A launch entry with its secrets filled in; never logged, never shown. */
export interface ResolvedEntry {
  readonly name: string;
  readonly entry: ServerEntry;
}

/** What a connection tells while it lives. No call arrives after `onClosed`. */
export interface McpConnectionEvents {
  onToolsChanged(tools: readonly ToolDefinition[]): void;
  /** The connection ended without being asked to. */
  onClosed(cause: WireError): void;
  /** One line of the server's stderr (stdio), bounded to 8 KB. */
  onOutput(line: string): void;
}

/** A server's `CallToolResult`, within the size limit. */
export interface RawToolResult {
  readonly content: readonly { readonly type: string; readonly [key: string]: unknown }[];
  readonly structuredContent?: unknown;
  readonly isError?: boolean;
  readonly [key: string]: unknown;
}

/** One live connection. */
export interface McpConnection {
  readonly era: Era;
  readonly version: string | null;
  readonly capabilities: Readonly<Record<string, unknown>>;
  readonly tools: readonly ToolDefinition[];
  readonly pid: number | null;
  /**
   * One `tools/call`. On abort the request is cancelled at the server and a late answer is ignored.
   * @throws {AppError} mcp/call-timeout | mcp/cancelled | mcp/exited | mcp/result-too-large | mcp/protocol | mcp/unreachable
   * and mcp/session-ended (nothing was carried out) | mcp/connection-lost (whether it was carried out is not known)
   */
  callTool(
    tool: string,
    args: Readonly<Record<string, unknown>>,
    options: { readonly timeoutMs: number; readonly signal: AbortSignal; onProgress?(message: string): void },
  ): Promise<RawToolResult>;
  /**
   * Asks whether the server is there; any answer will do. A local server at work on a call is not asked: it may be busy.
   * @throws {AppError} mcp/unreachable | mcp/connection-lost | mcp/session-ended | mcp/unauthorized | mcp/exited | mcp/call-timeout
   */
  check(options: { readonly timeoutMs: number; readonly signal: AbortSignal }): Promise<void>;
  /** Resolves when nothing of the server is left (5 s at most for a local process tree). Idempotent. */
  close(): Promise<void>;
}

/** Opens connections: a new transport object each time. */
export interface McpConnector {
  /**
   * Resolves when negotiated and the tools are listed. `onStep` hears each step that passed; a server that is started once
   * more begins again.
   * @throws {AppError} mcp/program-not-found | mcp/start-failed | mcp/start-timeout | mcp/exited | mcp/unreachable | …; nothing is left behind.
   */
  connect(
    target: ResolvedEntry,
    events: McpConnectionEvents,
    options: { readonly timeoutMs: number; readonly signal: AbortSignal; readonly onStep?: (step: TestStep) => void },
  ): Promise<McpConnection>;
}

/** JSON Schema validation away from the main thread, under a deadline. */
export interface SchemaValidator {
  /** Null when valid, else one sentence naming each misfit. @throws {AppError} mcp/schema-too-slow */
  validate(schema: Readonly<Record<string, unknown>>, value: unknown): Promise<string | null>;
  close(): Promise<void>;
}

/** Ends process groups after the host's death, however it died. */
export interface Keeper {
  /**
   * Environment that marks every process started for us, inherited by its children: one variable. Whoever starts several
   * may append `.` and a name of its own to the value, and sweep by that longer value.
   */
  readonly marker: Readonly<Record<string, string>>;
  /** From now on group `pgid` is ended if the host dies. */
  watch(pgid: number): void;
  unwatch(pgid: number): void;
  /**
   * Ends every process whose marker is `markerValue` or begins with it and a dot (all of ours where none is given): SIGTERM,
   * SIGKILL half a second later; resolves when none is left, or after 3 s. Never the caller itself.
   */
  sweep(markerValue?: string): Promise<void>;
  close(): Promise<void>;
}

/** The channel to one agent process: bridge messages both ways, after the hello. */
export interface AgentChannel {
  readonly pid: number;
  /** Sends provider and key; before anything else, and again when they change. */
  hello(hello: AgentHello): void;
  send(message: unknown): void;
  onMessage(listener: (message: unknown) => void): void;
  /** Once, when the process is gone; `expected` after `stop` or `kill`. */
  onExit(listener: (exit: { expected: boolean; code: number | null; signal: string | null }) => void): void;
  /** SIGTERM, then SIGKILL after 2 s. */
  stop(): Promise<void>;
  kill(): void;
}

/** Where a try of a provider goes, with the key in clear; never logged, never shown. `voice` may be ''. */
export interface ProbeTarget {
  readonly baseUrl: string;
  readonly apiKey: string;
  readonly model: string;
  readonly voice: string;
  readonly format: 'pcm' | 'wav';
}

/** Tries one stage of a provider with one real call. */
export interface ProviderProbe {
  /**
   * Resolves with a sentence on what answered. Follows no redirect. At abort it ends everything it opened.
   * @throws {AppError} provider/unreachable | provider/bad-address | provider/wrong-key | provider/unknown-model |
   * provider/no-realtime | provider/failed
   */
  run(stage: ProviderStage, target: ProbeTarget, signal: AbortSignal): Promise<string>;
}

/** Starts agent processes on the pinned Node. */
export interface AgentLauncher {
  launch(): AgentChannel;
}

/** A LiveKit that answers. Key and secret never leave the host process. */
export interface LiveKitAccess {
  readonly url: string;
  readonly apiKey: string;
  readonly apiSecret: string;
  readonly pid: number | null;
  /** The LiveKit that the owner chose and that cannot be reached, while the local server stands in for it. */
  readonly standsInFor?: { readonly url: string; readonly cause: WireError };
}

/** Somebody who came into a room, by whatever token. */
export interface Arrival {
  readonly room: RoomName;
  readonly identity: string;
  readonly kind: 'person' | 'agent';
  readonly canPublish: boolean;
}

/** The local `livekit-server`. */
export interface LiveKitServer {
  /** Resolves when healthy. @throws {AppError} livekit/not-found | livekit/start-failed | livekit/port-taken */
  start(): Promise<LiveKitAccess>;
  /**
   * From the next start on media also goes by these addresses of this computer; none: by loopback only.
   * Signalling stays on loopback: a device reaches it through the shared origin.
   */
  setMediaAddresses(addresses: readonly string[]): void;
  /** It ended without being asked to. A restart keeps ports and keys. */
  onExit(listener: (cause: WireError) => void): () => void;
  /** Somebody came into a room of this server; told by nobody but the server itself. */
  onArrival(listener: (arrival: Arrival) => void): () => void;
  stop(): Promise<void>;
}

/** A LiveKit that runs elsewhere. */
export interface RemoteLiveKit {
  /** Resolves when it answers and takes the key. @throws {AppError} livekit/unreachable | livekit/refused */
  check(access: LiveKitAccess): Promise<void>;
}

/** What a token lets its holder do; decided by core/rooms. */
export interface Grant {
  readonly room: RoomName;
  readonly identity: string;
  readonly name: string;
  readonly kind: 'person' | 'agent';
  readonly canPublishMicrophone: boolean;
  readonly canPublishData: boolean;
  readonly canUpdateOwnMetadata: boolean;
  readonly ttlMs: number;
  /** A room that comes into being by this join is closed so long after its last person has left, or if nobody comes. */
  readonly emptyTimeoutMs: number;
  readonly attributes?: Readonly<Record<string, string>>;
}

/** Rooms and tokens of one LiveKit. */
export interface RoomService {
  /** @throws {AppError} livekit/refused when the secret is missing or short. */
  mintToken(access: LiveKitAccess, grant: Grant): Promise<string>;
  listRooms(access: LiveKitAccess): Promise<RoomView[]>;
  /** Makes the room, or finds it; `emptyTimeoutMs` after its last person has left, or if nobody comes, LiveKit closes it. */
  createRoom(access: LiveKitAccess, room: RoomName, emptyTimeoutMs: number): Promise<RoomView>;
  deleteRoom(access: LiveKitAccess, room: RoomName): Promise<void>;
  listParticipants(access: LiveKitAccess, room: RoomName): Promise<ParticipantView[]>;
  /** Also asks to revoke the identity's tokens; livekit-server 1.13.4 ignores that, so an unexpired token joins again. */
  removeParticipant(access: LiveKitAccess, room: RoomName, identity: string): Promise<void>;
  /** Mutes every track it publishes; it may unmute them itself. */
  muteParticipant(access: LiveKitAccess, room: RoomName, identity: string): Promise<void>;
}

/** The simulated provider as a process of its own. */
export interface DemoProvider {
  start(): Promise<{ baseUrl: string; apiKey: string; pid: number }>;
  onExit(listener: (cause: AppError) => void): () => void;
  stop(): Promise<void>;
}
