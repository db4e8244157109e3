/**
 * What the core is made from, and the groups of services it is made of.
 *
 * Path: create-core.ts and the files that make one group each -> here. Types only.
 */
import type { Caller, DoctorCheck, LogLevel, WireError } from '../contract/index.ts';
import type { Approvals } from './approvals/approvals.ts';
import type { EventHub } from './bridge/event-hub.ts';
import type { Conversations } from './history/conversations.ts';
import type { Registry } from './mcp/registry.ts';
import type { ToolCalls } from './mcp/tool-calls.ts';
import type {
  AgentChannel,
  AgentLauncher,
  CallLog,
  ClientConfigs,
  Clock,
  ConversationStore,
  DemoProvider,
  GrantStore,
  Hasher,
  Ids,
  LiveKitServer,
  Logger,
  McpConnector,
  ProviderProbe,
  RemoteLiveKit,
  RoomService,
  SchemaValidator,
  SecretStore,
  ServerMemories,
  SettingsStore,
} from './ports.ts';
import type { InviteStore, Network, OriginCertificates, ShareDoor } from './ports/sharing.ts';
import type { LiveKit } from './rooms/livekit.ts';
import type { Rooms } from './rooms/rooms.ts';
import type { Destinations } from './secrets/destinations.ts';
import type { Secrets } from './secrets/secrets.ts';
import type { SettingsService } from './settings/settings-service.ts';
import type { Demo } from './status/demo.ts';
import type { DemoPaths } from './status/demo.ts';
import type { Status } from './status/status.ts';
import type { AgentPool } from './talk/agent-pool.ts';
import type { Talks } from './talk/talks.ts';

/** Every port of the core. */
export interface CorePorts {
  readonly clock: Clock;
  readonly ids: Ids;
  readonly hasher: Hasher;
  readonly logger: Logger;
  readonly settings: SettingsStore;
  readonly secrets: SecretStore;
  readonly grants: GrantStore;
  readonly memories: ServerMemories;
  readonly calls: CallLog;
  readonly conversations: ConversationStore;
  readonly connector: McpConnector;
  readonly clientConfigs: ClientConfigs;
  readonly validator: SchemaValidator;
  readonly agents: AgentLauncher;
  readonly livekit: LiveKitServer;
  readonly remoteLivekit: RemoteLiveKit;
  readonly rooms: RoomService;
  readonly demoProvider: DemoProvider;
  readonly providerProbe: ProviderProbe;
  readonly invites: InviteStore;
  readonly door: ShareDoor;
  readonly certificates: OriginCertificates;
  readonly network: Network;
}

/** What the core is made from. */
export interface CoreOptions {
  readonly ports: CorePorts;
  readonly environment: Readonly<Record<string, string | undefined>>;
  readonly demoPaths: DemoPaths;
  readonly version: string;
  /** The profile's folder; only told to the owner. */
  readonly dataDir: string;
  /** MCP servers that may start at the same time. */
  readonly parallelStarts: number;
  /** Puts the bridge's server on an agent process's channel. */
  serveAgent(channel: AgentChannel, caller: Caller): void;
  runDoctor(): Promise<DoctorCheck[]>;
  /** What is wrong with the database, or null. */
  storageProblem(): WireError | null;
  /** Told the level of the settings, first and after each change. */
  onLogLevel(level: LogLevel): void;
}

/** What every other service stands on. */
export interface Ground {
  readonly hub: EventHub;
  readonly settings: SettingsService;
  readonly secrets: Secrets;
  readonly destinations: Destinations;
  readonly calls: CallLog;
  readonly conversations: Conversations;
}

export interface Tools {
  readonly approvals: Approvals;
  readonly registry: Registry;
  readonly toolCalls: ToolCalls;
}

/** Rooms, agents, talks, and what is told of the whole. */
export interface Talking {
  readonly demo: Demo;
  readonly livekit: LiveKit;
  readonly pool: AgentPool;
  readonly talks: Talks;
  readonly rooms: Rooms;
  readonly status: Status;
  /** A new key or address reaches every agent, and talks that waited for it try again. */
  providerChanged(): Promise<void>;
  /** The owner named the LiveKit of the settings: it counts from now on. */
  livekitChanged(): void;
}
