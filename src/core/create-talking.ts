/**
 * Makes rooms, agents and talks.
 *
 * Path: create-core.ts -> here.
 */
import type { Settings, WireError } from '../contract/index.ts';
import { livekitSecrets } from './rooms/choose-livekit.ts';
import { ChosenLiveKit } from './rooms/chosen-livekit.ts';
import { standInProblem } from './rooms/livekit-state.ts';
import { LiveKit } from './rooms/livekit.ts';
import { Rooms } from './rooms/rooms.ts';
import { Demo } from './status/demo.ts';
import { Status } from './status/status.ts';
import { AgentPool } from './talk/agent-pool.ts';
import { chooseProvider } from './talk/provider.ts';
import { Talks } from './talk/talks.ts';
import type { CoreOptions, Ground, Talking, Tools } from './core-parts.ts';

/** Rooms, agents and talks, and the one look at the whole. */
export function createTalking(
  options: CoreOptions,
  { conversations, hub, settings, secrets, destinations }: Ground,
  { approvals, registry, toolCalls }: Tools,
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
  const server = new ChosenLiveKit({
    local: ports.livekit,
    remote: ports.remoteLivekit,
    choice,
    clock,
    isSomebodySpeaking: (): boolean => talks.all().some((talk) => talk.isSpoken),
    onProblemChanged: () => status.changed(),
  });
  const livekit = new LiveKit({ server, clock });
  server.onStartWanted(() => livekit.restart());
  settings.onChanged((present, before) => {
    const { url, mode } = before.livekit;
    if (present.livekit.url !== url || present.livekit.mode !== mode) server.choiceChanged();
  });
  const secretNames: readonly string[] = Object.values(livekitSecrets);
  secrets.onChanged((name) => secretNames.includes(name) && server.choiceChanged());
  const pool = new AgentPool({
    launcher: ports.agents,
    clock,
    ids,
    hub,
    logger,
    hello: async () => (await provider()).hello,
    serve: options.serveAgent,
  });
  const talks: Talks = new Talks({
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
    modelName: (server, tool) => toolCalls.modelName(server, tool),
    forgetCalls: (room) => toolCalls.forget(room),
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
  conversations.onForgotten((room, untilMs) => {
    if (room !== null && untilMs !== null) return talks.of(room).forgetUntil(untilMs);
    for (const talk of room === null ? talks.all() : [talks.of(room)]) talk.startOver();
  });
  approvals.onChanged(() => talks.approvalsChanged(approvals.list()));
  livekit.onMoved(() => {
    for (const talk of talks.all()) talk.moved();
  });
  livekit.onChanged((state) => {
    for (const talk of talks.all()) talk.livekitChanged(state);
  });
  ports.livekit.onArrival((arrival) => rooms.arrived(arrival));
  let keychainProblem: WireError | null = null;
  const status = new Status({
    hub,
    livekit,
    talks,
    demo,
    version: options.version,
    dataDir: options.dataDir,
    provider,
    servers: () => registry.list(),
    problems: () =>
      [
        settings.problem(),
        options.storageProblem(),
        keychainProblem,
        server.problem() ?? standInProblem(livekit.state),
      ].filter((problem) => problem !== null),
  });
  void secrets.warning().then((message) => {
    keychainProblem = message === null ? null : { code: 'secrets/keychain-unavailable', message };
    status.changed();
  });
  registry.onChanged(() => status.changed());
  return { demo, livekit, pool, talks, rooms, status, providerChanged, livekitChanged: () => server.choiceChanged() };
}
