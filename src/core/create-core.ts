/**
 * The one place where the core's services are made and joined.
 *
 * Path: src/app hands in the ports -> here -> a router and an event hub that the wire serves.
 * Always: nothing starts by itself; `start` begins the work, `close` ends it in the order that loses nothing.
 */
import type { Caller, DoctorCheck, LogLevel, Settings, WireError } from '../contract/index.ts';
import { Approvals, approvalHandlers } from './approvals/approvals.ts';
import { EventHub } from './bridge/event-hub.ts';
import { Router } from './bridge/router.ts';
import { Conversations, historyHandlers } from './history/conversations.ts';
import { createCallHistory, logHandlers } from './history/call-history.ts';
import { redact } from './history/redact.ts';
import { CallQueue } from './mcp/call-queue.ts';
import { CallStream } from './mcp/call-stream.ts';
import { Catalogue } from './mcp/catalogue.ts';
import { Importer, importHandlers } from './mcp/importer.ts';
import { mcpHandlers } from './mcp/mcp-handlers.ts';
import { Registry } from './mcp/registry.ts';
import type { RegistryOptions } from './mcp/registry.ts';
import { ToolCalls, toolHandlers } from './mcp/tool-calls.ts';
import { ToolGrants } from './mcp/tool-grants.ts';
import { watchForWake } from './mcp/wake-watch.ts';
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
import { ChosenLiveKit } from './rooms/chosen-livekit.ts';
import { LiveKit } from './rooms/livekit.ts';
import { Rooms, roomHandlers } from './rooms/rooms.ts';
import { destinationNamedBy, Destinations } from './secrets/destinations.ts';
import { Secrets, secretHandlers } from './secrets/secrets.ts';
import { SettingsService, settingsHandlers } from './settings/settings-service.ts';
import { Share, shareHandlers } from './share/share.ts';
import { Demo } from './status/demo.ts';
import type { DemoPaths } from './status/demo.ts';
import { Status, statusHandlers } from './status/status.ts';
import { AgentPool } from './talk/agent-pool.ts';
import { providerTestHandlers } from './talk/provider-test.ts';
import { chooseProvider } from './talk/provider.ts';
import { Talks, agentHandlers, talkHandlers } from './talk/talks.ts';

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

/** The core as src/app holds it. */
export interface Core {
  readonly router: Router;
  readonly hub: EventHub;
  readonly status: Status;
  readonly secrets: Secrets;
  /** Starts LiveKit, the warm agent and every approved server, all at once; waits for none. */
  start(options: { demo: boolean }): void;
  /** Starts the servers only, on demand of a command that runs without a host. */
  startServers(): Promise<void>;
  /** LiveKit healthy and an agent warm. @throws {AppError} the first thing that prevents it */
  ready(): Promise<{ livekitUrl: string }>;
  /** Ends agents, servers, demo and LiveKit. */
  close(): Promise<void>;
}

/** Somebody who talks at once is in the room by then, and from there on starts give way to them. */
const talkHeadStartMs = 150;

/** Makes the core; nothing starts before `start` or `startServers`. */
export function createCore(options: CoreOptions): Core {
  const { ports, environment } = options;
  const { ids, logger } = ports;
  const hub = new EventHub();
  const settings = new SettingsService({ store: ports.settings });
  const secrets = new Secrets({ store: ports.secrets });
  const calls = createCallHistory({ log: ports.calls, events: hub, knownSecrets: () => secrets.knownValues() });
  const destinations = new Destinations({ grants: ports.grants, hasher: ports.hasher });
  const conversations = new Conversations({
    store: ports.conversations,
    clock: ports.clock,
    ids,
    hub,
    logger,
    settings: () => settings.current(),
    knownSecrets: () => secrets.knownValues(),
  });
  const ground: Ground = { conversations, hub, settings, secrets, destinations, calls };
  const { approvals, registry, toolCalls } = createTools(ports, ground, {
    parallelStarts: options.parallelStarts,
    isTalkAwaited: () => talks.all().some((talk) => talk.isAwaited),
  });
  const { demo, livekit, pool, talks, rooms, status, providerChanged } = createTalking(options, ground, {
    registry,
    toolCalls,
  });

  const share = createShare(ports, { hub, settings, livekit, pool });

  const environmentKey = environment['OPENAI_API_KEY'];
  if (environmentKey) secrets.learn(environmentKey);
  const report = (what: string) => (error: unknown) => logger.log('error', what, { error: String(error) });
  const onProviderChanged = (): void => void providerChanged().catch(report('provider change failed'));
  secrets.onChanged(onProviderChanged);
  settings.onChanged(onProviderChanged);
  settings.onChanged(() => {
    for (const talk of talks.all()) talk.settingsChanged();
  });
  options.onLogLevel(settings.current().log.level);
  settings.onChanged((current) => options.onLogLevel(current.log.level));

  const onOwnerSet = async (key: string): Promise<void> => {
    const kind = destinationNamedBy(key);
    if (kind === null) return;
    await destinations.accept(kind, settings.current());
    if (kind !== 'livekit') await providerChanged();
  };

  const { connector, clientConfigs, hasher } = ports;
  const importer = new Importer({ registry, settings, secrets, hasher, clientConfigs });
  const router = new Router({
    logger,
    handlers: {
      ...agentHandlers({ talks, pool }),
      ...approvalHandlers(approvals),
      ...importHandlers({ importer, test: { connector, secrets } }),
      ...logHandlers({ log: calls }),
      ...historyHandlers({ store: ports.conversations, conversations }),
      ...mcpHandlers({ registry, calls: toolCalls, test: { connector, secrets } }),
      ...providerTestHandlers({
        probe: ports.providerProbe,
        destinations,
        secrets,
        environment,
        clock: ports.clock,
        settings: () => settings.current(),
      }),
      ...roomHandlers({ rooms, removeDevice: (identity) => share.removeDevice(identity) }),
      ...secretHandlers({ secrets }),
      ...settingsHandlers({ settings, events: hub, onOwnerSet }),
      ...shareHandlers(share),
      ...statusHandlers({ status, demo }),
      ...talkHandlers({ talks, rooms, ids, hub }),
      ...toolHandlers(
        toolCalls,
        (processId, room) => talks.of(room).seats(processId),
        (room, name) => {
          const server = toolCalls.serverOf(name);
          return server === null || talks.of(room).mayUse(server);
        },
      ),
      'doctor.run': () => options.runDoctor(),
      'host.woke': () => registry.checkNow(),
    },
  });

  let serversStarted: Promise<void> = Promise.resolve();
  let endWatch = (): void => {};
  return {
    router,
    hub,
    status,
    secrets,
    start({ demo: wanted }) {
      livekit.start();
      endWatch = watchForWake(ports.clock, () => registry.checkNow());
      if (wanted) void demo.enable().catch(report('demo did not start'));
      // The agent's start and those of many servers would only slow each other: servers begin once it is warm, or cannot be.
      serversStarted = pool
        .warm()
        .catch(() => undefined)
        .then(() => registry.start({ headStartMs: talkHeadStartMs }))
        .catch(report('servers did not start'));
      void status.refreshProvider().catch(report('provider could not be looked up'));
      void share.start().catch(report('links could not be taken up'));
    },
    startServers: () => registry.start(),
    async ready() {
      const [access] = await Promise.all([livekit.firstAccess(), pool.warm(), demo.access(), serversStarted]);
      return { livekitUrl: access.url };
    },
    async close() {
      endWatch();
      await Promise.all([share.close(), pool.close()]);
      await Promise.all([registry.close(), demo.close(), livekit.stop()]);
      await settings.close();
    },
  };
}

/** What every other service stands on. */
interface Ground {
  readonly hub: EventHub;
  readonly settings: SettingsService;
  readonly secrets: Secrets;
  readonly destinations: Destinations;
  readonly calls: CallLog;
  readonly conversations: Conversations;
}

interface Tools {
  readonly approvals: Approvals;
  readonly registry: Registry;
  readonly toolCalls: ToolCalls;
}

/** MCP servers, and calls of their tools. */
function createTools(
  ports: CorePorts,
  { hub, settings, secrets, calls }: Ground,
  starts: Pick<RegistryOptions, 'parallelStarts' | 'isTalkAwaited'>,
): Tools {
  const { clock, ids, hasher, logger, connector, grants, memories, validator } = ports;
  const catalogue = new Catalogue({ hub, hasher });
  const toolGrants = new ToolGrants({ store: grants, hasher, logger });
  const approvals = new Approvals({ clock, hub });
  const registry = new Registry({
    settings,
    grants,
    memories,
    toolGrants,
    catalogue,
    connector,
    secrets,
    hasher,
    clock,
    hub,
    logger,
    ...starts,
  });
  const stream = new CallStream({
    hub,
    log: calls,
    withoutSecrets: (text) => String(redact(text, secrets.knownValues())),
  });
  const queue = new CallQueue();
  const toolCalls = new ToolCalls({
    registry,
    toolGrants,
    approvals,
    queue,
    stream,
    validator,
    hasher,
    clock,
    ids,
    logger,
    catalogue,
  });
  return { approvals, registry, toolCalls };
}

/** Links, and the origin that devices come to. */
function createShare(
  ports: CorePorts,
  { hub, settings, livekit, pool }: Pick<Ground, 'hub' | 'settings'> & Pick<Talking, 'livekit' | 'pool'>,
): Share {
  const { clock, ids, hasher, logger, door, certificates, network, rooms, invites } = ports;
  return new Share({
    store: invites,
    settings: () => settings.current().share,
    standBy: () => pool.standBy(),
    door,
    certificates,
    network,
    livekit,
    rooms,
    hub,
    clock,
    ids,
    hasher,
    logger,
  });
}

interface Talking {
  readonly demo: Demo;
  readonly livekit: LiveKit;
  readonly pool: AgentPool;
  readonly talks: Talks;
  readonly rooms: Rooms;
  readonly status: Status;
  /** A new key or address reaches every agent, and talks that waited for it try again. */
  providerChanged(): Promise<void>;
}

/** Rooms, agents and talks, and the one look at the whole. */
function createTalking(
  options: CoreOptions,
  { conversations, hub, settings, secrets, destinations }: Ground,
  { registry, toolCalls }: Omit<Tools, 'approvals'>,
): Talking {
  const { ports, environment } = options;
  const { clock, ids, logger } = ports;
  const providerChanged = async (): Promise<void> => {
    await Promise.all([status.refreshProvider(), pool.refreshHello()]);
    for (const talk of talks.all()) talk.providerChanged();
  };
  const demo = new Demo({
    provider: ports.demoProvider,
    paths: options.demoPaths,
    clock,
    logger,
    provideServers: (entries) => registry.provide(entries),
    onChanged: providerChanged,
  });
  const provider = () =>
    chooseProvider({
      settings: settings.current(),
      secrets,
      environment,
      demo: () => demo.access(),
      accepted: (kind, present) => destinations.accepts(kind, present),
    });
  const choice = {
    settings: () => settings.current(),
    secrets,
    environment,
    accepted: (present: Settings) => destinations.accepts('livekit', present),
  };
  const server = new ChosenLiveKit({ local: ports.livekit, remote: ports.remoteLivekit, choice, clock });
  const livekit = new LiveKit({ server, clock });
  const pool = new AgentPool({
    launcher: ports.agents,
    clock,
    ids,
    hub,
    logger,
    hello: async () => (await provider()).hello,
    serve: options.serveAgent,
  });
  const talks = new Talks({
    pool,
    livekit,
    rooms: ports.rooms,
    hub,
    clock,
    ids,
    conversations,
    provider,
    settings: () => settings.current(),
    callsOf: (turn) => toolCalls.callsOfTurn(turn),
    onChanged: () => {
      status.changed();
      registry.talkChanged();
    },
  });
  const rooms = new Rooms({
    livekit,
    service: ports.rooms,
    clock,
    bringAgent: (room) => talks.of(room).wake(),
    dismissAgent: (room) => talks.of(room).dismiss(),
  });
  ports.livekit.onArrival((arrival) => rooms.arrived(arrival));
  let keychainProblem: WireError | null = null;
  const status = new Status({
    hub,
    livekit,
    talks,
    demo,
    version: options.version,
    provider,
    servers: () => registry.list(),
    problems: () =>
      [settings.problem(), options.storageProblem(), keychainProblem].filter((problem) => problem !== null),
  });
  void secrets.warning().then((message) => {
    keychainProblem = message === null ? null : { code: 'secrets/keychain-unavailable', message };
    status.changed();
  });
  registry.onChanged(() => status.changed());
  return { demo, livekit, pool, talks, rooms, status, providerChanged };
}
