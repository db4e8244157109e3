/**
 * Ours: the whole product as `parley host` runs it, on the bench's LiveKit and provider, with a profile of its own.
 */
import path from 'node:path';
import { connectToRunningHost } from '../../../src/cli/running-host.ts';
import { RoomName } from '../../../src/contract/index.ts';
import type { Bridge, ReadyLine } from '../../../src/contract/index.ts';
import { BridgeClient } from '../../../src/wire/client.ts';
import { startProgram } from './child.ts';
import { nowMs, within } from './clock.ts';
import type { LiveKit } from './livekit.ts';
import { root } from './places.ts';
import type { BenchProvider } from './provider.ts';
import type { TalkSystem } from './talk-system.ts';
import { createTemporaryFolder } from './temporary-folder.ts';
import type { TemporaryFolder } from './temporary-folder.ts';

export interface Parley {
  readonly pid: number;
  /** As owner. */
  readonly bridge: Bridge;
  /** Opens its window in a browser, as owner. */
  readonly url: string;
  /** Epoch ms of the start of its process and of its ready line. */
  readonly startedAtMs: number;
  readonly readyAtMs: number;
  close(): Promise<void>;
}

const startLimitMs = 60_000;
/** INTERFACE.md promises 10 s. */
const endGraceMs = 11_000;

export const createProfile = (): TemporaryFolder => createTemporaryFolder('profile');

export async function startParley(dataDir: string, livekit: LiveKit, provider: BenchProvider): Promise<Parley> {
  const startedAtMs = nowMs();
  const program = path.join(root, 'tools', 'parley.mjs');
  const child = startProgram<ReadyLine>(
    [program, 'host', '--json', '--port', '0', '--data-dir', dataDir],
    {
      ...process.env,
      LIVEKIT_URL: livekit.access.url,
      LIVEKIT_API_KEY: livekit.access.apiKey,
      LIVEKIT_API_SECRET: livekit.access.apiSecret,
      OPENAI_BASE_URL: provider.baseUrl,
      OPENAI_API_KEY: provider.apiKey,
    },
    endGraceMs,
  );
  try {
    const isReady = (message: ReadyLine): message is ReadyLine => message.event === 'ready';
    const { url } = await within(child.next(isReady), startLimitMs, 'The start of Parley');
    const readyAtMs = nowMs();
    const channel = await connectToRunningHost(dataDir, null);
    if (!channel) throw new Error('Parley said that it is ready, and nobody answers at its address.');
    const bridge = new BridgeClient(channel);
    return { pid: child.pid, bridge, url, startedAtMs, readyAtMs, close: () => child.end() };
  } catch (error) {
    await child.end();
    throw error;
  }
}

/** Parley in a profile without MCP servers, and a token for the speaker. An agent that is replaced or in trouble is told to `say`. */
export async function startParleyTalk(
  livekit: LiveKit,
  provider: BenchProvider,
  say: (text: string) => void,
  brain: 'realtime' | 'pipeline' = 'realtime',
): Promise<TalkSystem> {
  const profile = createProfile();
  try {
    const parley = await startParley(profile.path, livekit, provider);
    if (brain === 'pipeline') await parley.bridge.invoke('settings.set', { key: 'talk.brain', value: brain });
    sayTrouble(parley.bridge, say);
    return await toTalkSystem(parley, profile);
  } catch (error) {
    profile.remove();
    throw error;
  }
}

/** The talk of a host that was started, which ends with it. */
export async function toTalkSystem(parley: Parley, profile: TemporaryFolder): Promise<TalkSystem> {
  const room = RoomName.parse('main');
  const minted = await parley.bridge.invoke('rooms.mintToken', { room, identity: 'bench-speaker', ttlMs: 3_600_000 });
  return {
    name: 'parley',
    url: minted.livekitUrl,
    token: minted.token,
    close: () => end(parley, profile),
  };
}

/** The same, its owner in push-to-talk. */
export async function toKeyedTalkSystem(parley: Parley, profile: TemporaryFolder): Promise<TalkSystem> {
  await parley.bridge.invoke('talk.setMode', { mode: 'push-to-talk' });
  const { livekitUrl, token, identity } = await parley.bridge.invoke('talk.join', {});
  return {
    name: 'parley, by key',
    url: livekitUrl,
    token,
    key: (action) => parley.bridge.invoke('talk.key', { identity, action }),
    close: () => end(parley, profile),
  };
}

async function end(parley: Parley, profile: TemporaryFolder): Promise<void> {
  await parley.close();
  profile.remove();
}

function sayTrouble(bridge: Bridge, say: (text: string) => void): void {
  let last = '';
  bridge.subscribe('talk.changed', (message) => {
    const { agent, problem } = message.type === 'state' ? message.state : message.payload;
    const now = `agent ${String(agent.pid)}${problem ? `, ${problem.message}` : ''}`;
    if (now !== last && agent.pid !== null) say(`parley: ${now}`);
    if (agent.pid !== null) last = now;
  });
}
