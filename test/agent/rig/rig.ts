/**
 * A whole voice talk without the app: the real livekit-server, the simulated provider, a real agent process, a scripted core.
 */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { onTestFailed } from 'vitest';
import { AgentProcessLauncher } from '../../../src/adapters/agent-process/agent-process-launcher.ts';
import { LocalLiveKitServer } from '../../../src/adapters/livekit-server/local-livekit-server.ts';
import { mintToken } from '../../../src/adapters/livekit-rooms/mint-token.ts';
import { RoomName } from '../../../src/contract/index.ts';
import type { AgentHello, Assignment, CatalogueTool, MethodInput } from '../../../src/contract/index.ts';
import type { AgentChannel, Grant, LiveKitAccess, Logger } from '../../../src/core/ports.ts';
import { createProvider } from '../../../src/demo/create-provider.ts';
import type { Provider, ProviderOptions } from '../../../src/demo/create-provider.ts';
import { FakeKeeper } from '../../fakes/fake-keeper.ts';
import { accountOf } from './account.ts';
import { ScriptedCore, type RunTool } from './core.ts';
import { Person } from './person.ts';

const root = path.resolve(import.meta.dirname, '../../..');

export interface AgentInRoom {
  readonly channel: AgentChannel;
  readonly core: ScriptedCore;
  readonly room: RoomName;
}

export interface AgentOptions {
  readonly catalogue?: readonly CatalogueTool[];
  readonly runTool?: RunTool;
  readonly assignment?: Partial<Assignment>;
  readonly apiKey?: string;
  readonly baseUrl?: string;
  readonly room?: RoomName;
  readonly brain?: AgentHello['hello']['provider']['brain'];
}

export class Rig {
  readonly provider: Provider;
  readonly livekit: LiveKitAccess;
  readonly output: string[] = [];
  readonly #server: LocalLiveKitServer;
  readonly #folder: string;
  readonly #channels: AgentChannel[] = [];
  readonly #people: Person[] = [];
  readonly #cores = new Map<RoomName, ScriptedCore>();
  #rooms = 0;

  private constructor(options: {
    provider: Provider;
    livekit: LiveKitAccess;
    server: LocalLiveKitServer;
    folder: string;
  }) {
    this.provider = options.provider;
    this.livekit = options.livekit;
    this.#server = options.server;
    this.#folder = options.folder;
  }

  static async start(options: ProviderOptions = {}): Promise<Rig> {
    const folder = mkdtempSync(path.join(tmpdir(), 'parley-agent-'));
    const logger: Logger = { log: () => undefined };
    const server = new LocalLiveKitServer({
      dataDir: folder,
      root,
      env: process.env,
      keeper: new FakeKeeper(),
      logger,
      emptyRoomTimeoutMs: 300_000,
    });
    const [provider, livekit] = await Promise.all([
      createProvider({ cacheFolder: path.join(tmpdir(), 'parley-test-voice'), ...options }),
      server.start(),
    ]);
    return new Rig({ provider, livekit, server, folder });
  }

  /** A warm agent process. */
  async warmAgent(options: AgentOptions = {}): Promise<{ channel: AgentChannel; core: ScriptedCore }> {
    const logger: Logger = {
      log: (_level, message, fields) => void this.output.push(`${message} ${JSON.stringify(fields)}`),
    };
    const launcher = new AgentProcessLauncher({
      nodePath: path.join(root, 'node_modules/.bin/node'),
      entry: path.join(root, 'src/agent/agent.ts'),
      env: process.env,
      keeper: new FakeKeeper(),
      logger,
    });
    const channel = launcher.launch();
    this.#channels.push(channel);
    channel.hello({ hello: { provider: this.providerOptions(options), logLevel: 'warn' } });
    const core = new ScriptedCore(channel, options);
    const sinceMs = Date.now();
    onTestFailed(() => void process.stderr.write(`${accountOf(this.provider, core, sinceMs)}\n`));
    await core.reported('agent.warm');
    return { channel, core };
  }

  async agent(options: AgentOptions = {}): Promise<AgentInRoom> {
    const { channel, core } = await this.warmAgent(options);
    const room = options.room ?? this.newRoom();
    core.command({ type: 'join', assignment: await this.assignment(room, options.assignment) });
    await core.reported('agent.joined');
    this.#cores.set(room, core);
    return { channel, core, room };
  }

  async assignment(room: RoomName, part: Partial<Assignment> = {}): Promise<Assignment> {
    const token = await this.#token({ room, identity: `agent-${room}`, name: 'Parley', kind: 'agent' });
    return {
      room,
      token,
      livekitUrl: this.livekit.url,
      persona: {
        instructions: 'You are a helpful assistant.',
        language: null,
        voice: null,
        temperature: null,
        interruptionSensitivity: 'normal',
        endOfTurnPatience: 'normal',
        servers: null,
      },
      greeting: '',
      mode: 'hands-free',
      history: [],
      unanswered: null,
      ...part,
    };
  }

  /** Realtime alone unless the test says otherwise. */
  providerOptions(options: AgentOptions = {}): AgentHello['hello']['provider'] {
    const access = { baseUrl: options.baseUrl ?? this.provider.url, apiKey: options.apiKey ?? this.provider.key };
    return {
      ...access,
      model: 'gpt-realtime',
      voice: 'marin',
      brain: options.brain ?? 'realtime',
      pipeline: {
        transcription: { ...access, model: 'gpt-4o-mini-transcribe' },
        completion: { ...access, model: 'gpt-4.1-mini' },
        speech: { ...access, model: 'gpt-4o-mini-tts', voice: 'marin', format: 'pcm' },
      },
    };
  }

  newRoom(): RoomName {
    return RoomName.parse(`test-${++this.#rooms}`);
  }

  /** In the room, and seen there by its agent: one that has just joined loads a model first, and hears nobody meanwhile. */
  async person(room: RoomName, identity: string): Promise<Person> {
    const person = new Person(identity);
    this.#people.push(person);
    await person.join(
      this.livekit.url,
      await this.#token({ room, identity, name: `Name of ${identity}`, kind: 'person' }),
    );
    await this.#cores
      .get(room)
      ?.reported<MethodInput<'agent.participantsChanged'>>('agent.participantsChanged', ({ participants }) =>
        participants.some((one) => one.identity === identity),
      );
    return person;
  }

  /** Ends everyone of a test, not the servers. */
  async clear(): Promise<void> {
    await Promise.all(this.#people.splice(0).map((person) => person.leave()));
    await Promise.all(this.#channels.splice(0).map((channel) => channel.stop()));
  }

  async close(): Promise<void> {
    await this.clear();
    await this.provider.close();
    await this.#server.stop();
    rmSync(this.#folder, { recursive: true, force: true });
  }

  #token(who: Pick<Grant, 'room' | 'identity' | 'name' | 'kind'>): Promise<string> {
    return mintToken(this.livekit, {
      ...who,
      canPublishMicrophone: true,
      canPublishData: true,
      canUpdateOwnMetadata: who.kind === 'agent',
      ttlMs: 600_000,
      emptyTimeoutMs: 300_000,
    });
  }
}
