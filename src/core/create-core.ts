/**
 * The core put together: its groups of services, the bridge's methods on them, and their start and end.
 *
 * Path: src/app hands in the ports -> here -> a router and an event hub that the wire serves; each group is made in a file beside.
 * Always: nothing starts by itself; `start` begins the work, `close` ends it in the order that loses nothing.
 */
import { approvalHandlers } from './approvals/approvals.ts';
import { EventHub } from './bridge/event-hub.ts';
import { Router } from './bridge/router.ts';
import { Conversations, historyHandlers } from './history/conversations.ts';
import { createCallHistory, logHandlers } from './history/call-history.ts';
import { Importer, importHandlers } from './mcp/importer.ts';
import { createDiscreetConnector } from './mcp/discreet-connector.ts';
import { mcpHandlers } from './mcp/mcp-handlers.ts';
import { ServerKeys } from './mcp/server-keys.ts';
import { toolHandlers } from './mcp/tool-calls.ts';
import { watchForWake } from './mcp/wake-watch.ts';
import { livekitTestHandlers } from './rooms/livekit-test.ts';
import { roomHandlers } from './rooms/rooms.ts';
import { destinationNamedBy, Destinations } from './secrets/destinations.ts';
import { Secrets, secretHandlers } from './secrets/secrets.ts';
import { SettingsService, settingsHandlers } from './settings/settings-service.ts';
import type { SettingsChange } from './settings/settings-service.ts';
import { shareHandlers } from './share/share.ts';
import { statusHandlers } from './status/status.ts';
import type { Status } from './status/status.ts';
import { providerTestHandlers } from './talk/provider-test.ts';
import { agentHandlers, talkHandlers } from './talk/talks.ts';
import type { CoreOptions, Ground } from './core-parts.ts';
import { createShare } from './create-share.ts';
import { createTalking } from './create-talking.ts';
import { createTools } from './create-tools.ts';

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
  const connector = createDiscreetConnector(ports.connector, (text) => secrets.redacted(text));
  const { approvals, registry, toolCalls } = createTools({ ...ports, connector }, ground, {
    parallelStarts: options.parallelStarts,
    isTalkAwaited: () => talks.all().some((talk) => talk.isAwaited),
  });
  const { demo, livekit, pool, talks, rooms, status, providerChanged, livekitChanged } = createTalking(
    options,
    ground,
    { approvals, registry, toolCalls },
  );

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

  const ownerSets = async (key: string, set: () => Promise<SettingsChange>): Promise<SettingsChange> => {
    const change = await registry.followOwner(key, set);
    talks.ownerSet(key);
    const kind = destinationNamedBy(key);
    if (kind === null) return change;
    // What was written, not what stands in the file by now: another program may have been quicker.
    await destinations.accept(kind, change.after);
    if (kind === 'livekit') livekitChanged();
    else await providerChanged();
    return change;
  };

  const { clientConfigs, hasher } = ports;
  const test = { connector, secrets, hub };
  const keys = new ServerKeys({ secrets, settings });
  const importer = new Importer({ registry, settings, keys, hasher, clientConfigs });
  const router = new Router({
    logger,
    handlers: {
      ...agentHandlers({ talks, pool, approvals, redacted: (text) => secrets.redacted(text) }),
      ...approvalHandlers(approvals),
      ...importHandlers({ importer, test }),
      ...livekitTestHandlers({
        remote: ports.remoteLivekit,
        destinations,
        secrets,
        environment,
        clock: ports.clock,
        settings: () => settings.current(),
      }),
      ...logHandlers({ log: calls }),
      ...historyHandlers({ store: ports.conversations, conversations }),
      ...mcpHandlers({ registry, keys, calls: toolCalls, test, redacted: (line) => secrets.redacted(line) }),
      ...providerTestHandlers({
        probe: ports.providerProbe,
        destinations,
        secrets,
        environment,
        clock: ports.clock,
        settings: () => settings.current(),
      }),
      ...roomHandlers({ rooms, door: share }),
      ...secretHandlers({ secrets }),
      ...settingsHandlers({ settings, events: hub, ownerSets }),
      ...shareHandlers(share, (room) => rooms.close(room)),
      ...statusHandlers({ status, demo }),
      ...talkHandlers({
        talks,
        rooms,
        ids,
        clock: ports.clock,
        hub,
        keepMode: (mode) => settings.set('talk.mode', mode),
      }),
      ...toolHandlers(
        toolCalls,
        (processId, room) => talks.of(room).seats(processId),
        (room, name) => {
          const server = toolCalls.serverOf(name);
          return server === null || talks.of(room).mayUse(server);
        },
        (room, identity) =>
          share.nameOf(identity) ??
          talks.of(room).view.participants.find((one) => one.identity === identity)?.name ??
          identity,
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
