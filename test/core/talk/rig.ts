/**
 * A talk and its agent processes on fakes of every port.
 */
import { defaultRoom, Settings, TurnId } from '../../../src/contract/index.ts';
import type { AgentHello, Caller, RoomName, Turn, WireError } from '../../../src/contract/index.ts';
import { EventHub } from '../../../src/core/bridge/event-hub.ts';
import { LiveKit } from '../../../src/core/rooms/livekit.ts';
import { AgentPool } from '../../../src/core/talk/agent-pool.ts';
import { Talk } from '../../../src/core/talk/talk.ts';
import { FakeAgentLauncher } from '../../fakes/fake-agents.ts';
import type { FakeAgentChannel } from '../../fakes/fake-agents.ts';
import { FakeClock } from '../../fakes/fake-clock.ts';
import { FakeLiveKitServer, FakeRoomService } from '../../fakes/fake-livekit.ts';
import { FakeIds, FakeLogger } from '../../fakes/fake-system.ts';

export function aTurn(id: string, text: string, kind: 'person' | 'assistant') {
  return {
    id: TurnId.parse(id),
    speaker: { kind, identity: kind, name: kind },
    text,
    final: true,
    interrupted: false,
    via: 'voice' as const,
    startedAtMs: 1,
  };
}

const hello: AgentHello = {
  hello: {
    provider: {
      baseUrl: 'http://x.test',
      apiKey: 'k',
      model: 'm',
      voice: 'v',
      brain: 'realtime',
      pipeline: {
        transcription: { baseUrl: 'http://x.test', apiKey: 'k', model: 'm' },
        completion: { baseUrl: 'http://x.test', apiKey: 'k', model: 'm' },
        speech: { baseUrl: 'http://x.test', apiKey: 'k', model: 'm', voice: 'v', format: 'pcm' },
      },
    },
    logLevel: 'info',
  },
};

/** A talk on fakes; the bridge to an agent process is a listener on its commands. */
export function aTalk(before: Turn[] = []) {
  const clock = new FakeClock();
  const hub = new EventHub();
  const ids = new FakeIds();
  const launcher = new FakeAgentLauncher();
  const rooms = new FakeRoomService();
  const livekit = new LiveKit({ server: new FakeLiveKitServer(), clock });
  const provider: { problem: WireError | null; simulated: boolean } = { problem: null, simulated: false };
  const callers = new Map<FakeAgentChannel, Caller>();
  /** Called whenever a process is about to be given its provider. */
  const hellos = { asked: () => {} };
  const pool = new AgentPool({
    launcher,
    clock,
    ids,
    hub,
    logger: new FakeLogger(),
    hello: () => {
      hellos.asked();
      return Promise.resolve(hello);
    },
    serve: (channel, caller) => {
      const fake = channel as FakeAgentChannel;
      callers.set(fake, caller);
      hub.listen('agent.commanded', caller, (message) => {
        if (message.type === 'event') fake.commands.push(message.payload);
      });
    },
  });
  let settings = Settings.parse({});
  let changes = 0;
  const kept: Turn[] = [];
  const ended: RoomName[] = [];
  const forgotten: RoomName[] = [];
  const conversations = {
    resume: async () => before,
    save: (_room: RoomName, turn: Turn) => void kept.push(turn),
    end: (room: RoomName) => void ended.push(room),
  };
  const options = {
    pool,
    livekit,
    rooms,
    hub,
    clock,
    ids,
    conversations,
    settings: () => settings,
    provider: async () => provider,
    callsOf: () => [],
    modelName: (server: string, tool: string) => `${server}__${tool}`,
    forgetCalls: (room: RoomName) => void forgotten.push(room),
    onChanged: () => void (changes += 1),
  };
  const talk = new Talk({ ...options, room: defaultRoom });
  const idOf = (channel: FakeAgentChannel): string => callers.get(channel)?.connectionId ?? 'unknown';
  const process = (channel: FakeAgentChannel) => pool.byId(idOf(channel));
  return {
    clock,
    hub,
    launcher,
    rooms,
    pool,
    talk,
    options,
    provider,
    hellos,
    kept,
    ended,
    forgotten,
    idOf,
    changes: () => changes,
    set: (changed: unknown) => {
      settings = Settings.parse(changed);
      talk.settingsChanged();
    },
    /** The latest launched process becomes warm and gets its order. */
    async orderIn(): Promise<FakeAgentChannel> {
      await clock.advanceAsync(10);
      const channel = launcher.latest;
      process(channel)?.reportedWarm();
      await clock.advanceAsync(10);
      return channel;
    },
    /** And joins. */
    async sitDown(): Promise<FakeAgentChannel> {
      const channel = await this.orderIn();
      talk.joined(idOf(channel), 'realtime');
      return channel;
    },
    beat: (channel: FakeAgentChannel): void => process(channel)?.reportedHeartbeat(),
    /** Lets time pass with a heartbeat each second. */
    async beatFor(channel: FakeAgentChannel, durationMs: number): Promise<void> {
      for (let passedMs = 0; passedMs < durationMs; passedMs += 1_000) {
        await clock.advanceAsync(1_000);
        this.beat(channel);
      }
    },
  };
}
