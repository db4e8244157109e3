/**
 * Starts the peer's process in a room.
 */
import { startRig } from './child.ts';
import type { RigMessage } from './child.ts';
import { within } from './clock.ts';
import type { LiveKit } from './livekit.ts';
import { rigFile } from './places.ts';
import type { BenchProvider } from './provider.ts';
import type { TalkSystem } from './talk-system.ts';

/** `silenceMs`: server voice activity detection with this silence; null: the plugin's default turn detection. */
export interface BareAgentOptions {
  readonly url: string;
  readonly token: string;
  readonly baseUrl: string;
  readonly apiKey: string;
  readonly silenceMs: number | null;
  /** Speech to text, text and text to speech instead of Realtime: as the framework has it, or with its shortest waits. */
  readonly stages?: 'default' | 'fastest';
}

export async function startBareAgent(
  name: string,
  livekit: LiveKit,
  provider: BenchProvider,
  silenceMs: number | null,
  stages?: BareAgentOptions['stages'],
): Promise<TalkSystem> {
  const room = `bench-${name}`;
  const child = startRig<RigMessage>(rigFile('bare-agent-process.ts'));
  child.send({
    url: livekit.access.url,
    token: await livekit.agentToken(room, 'agent-bare'),
    baseUrl: provider.baseUrl,
    apiKey: provider.apiKey,
    silenceMs,
    ...(stages ? { stages } : {}),
  } satisfies BareAgentOptions);
  const isReady = (message: RigMessage) => message.type === 'ready';
  await within(child.next(isReady), 30_000, `The start of ${name}`);
  return {
    name,
    url: livekit.access.url,
    token: await livekit.personToken(room, 'bench-speaker'),
    close: () => child.end(),
  };
}
