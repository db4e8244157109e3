/**
 * The peer: a bare agents-js session with the OpenAI plugin's Realtime model or its three stages, as its documentation shows it, on a room of its own.
 *
 * Always: everything the bench does not name is the framework's default.
 */
import { initializeLogger, voice } from '@livekit/agents';
import { LLM, realtime, STT, TTS } from '@livekit/agents-plugin-openai';
import { Room } from '@livekit/rtc-node';
import { endWithParent } from './child.ts';
import type { BareAgentOptions } from './bare-agent.ts';

endWithParent();
process.on('SIGTERM', () => process.exit(0));
process.once('message', (options: BareAgentOptions) => void start(options));

async function start(options: BareAgentOptions): Promise<void> {
  initializeLogger({ pretty: false, level: 'warn' });
  const room = new Room();
  await room.connect(options.url, options.token, { autoSubscribe: true, dynacast: false });
  const session = options.stages ? createStages(options, options.stages) : createRealtime(options);
  await session.start({ agent: new voice.Agent({ instructions: 'You answer in one word.' }), room });
  process.send?.({ type: 'ready' });
}

function createRealtime({ baseUrl, apiKey, silenceMs }: BareAgentOptions): voice.AgentSession {
  return new voice.AgentSession({
    llm: new realtime.RealtimeModel({
      baseURL: baseUrl,
      apiKey,
      ...(silenceMs === null
        ? {}
        : {
            turnDetection: {
              type: 'server_vad' as const,
              silence_duration_ms: silenceMs,
              create_response: true,
              interrupt_response: true,
            },
          }),
    }),
  });
}

function createStages({ baseUrl, apiKey }: BareAgentOptions, stages: 'default' | 'fastest'): voice.AgentSession {
  const access = { baseURL: baseUrl, apiKey };
  return new voice.AgentSession({
    stt: new STT({ ...access, useRealtime: false }),
    llm: new LLM(access),
    tts: new TTS(access),
    ...(stages === 'default'
      ? {}
      : { turnHandling: { turnDetection: 'vad' as const, endpointing: { minDelay: 0, maxDelay: 0 } } }),
  });
}
