/**
 * The agent file of the peer's worker: a bare Realtime session, as the framework's examples show it.
 *
 * Always: a process that has been warmed up says so in the file the bench watches.
 */
import { appendFileSync } from 'node:fs';
import { defineAgent, voice } from '@livekit/agents';
import { realtime } from '@livekit/agents-plugin-openai';

const environment = (name: string): string => process.env[name] ?? '';

const agent = defineAgent({
  prewarm: () => appendFileSync(environment('BENCH_WARMED_FILE'), '\n'),
  entry: async (context) => {
    const llm = new realtime.RealtimeModel({
      baseURL: environment('BENCH_BASE_URL'),
      apiKey: environment('BENCH_API_KEY'),
    });
    const session = new voice.AgentSession({ llm });
    await session.start({ agent: new voice.Agent({ instructions: 'You answer in one word.' }), room: context.room });
    await context.connect();
  },
});

// The framework's job process loads an agent by its default export.
// eslint-disable-next-line no-restricted-syntax
export default agent;
