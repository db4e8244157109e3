/**
 * The pipeline without a room: what it does in a pause, when the turn ends there, and when the person goes on.
 */
import { initializeLogger } from '@livekit/agents';
import { AudioFrame } from '@livekit/rtc-node';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { defaultDeadlines } from '../../src/agent/answers/provider-watch-state.ts';
import { HoldableSource } from '../../src/agent/audio/holdable-source.ts';
import { systemClock } from '../../src/agent/clock.ts';
import { PipelineBrain } from '../../src/agent/pipeline-brain.ts';
import { AgentTools } from '../../src/agent/tools.ts';
import type { Bridge, RoomName, TurnId } from '../../src/contract/index.ts';
import { createProvider } from '../../src/demo/create-provider.ts';
import type { Provider } from '../../src/demo/create-provider.ts';
import { echoTool, toolResult } from './rig/tools.ts';

const turn = { turnId: 'turn-1' as TurnId, identity: 'anna' };

describe('an answer of the pipeline that is begun in a pause', () => {
  let provider: Provider;
  let brain: PipelineBrain;
  let told: string[];
  let answered: PromiseWithResolvers<string>;

  beforeAll(async () => {
    initializeLogger({ pretty: false, level: 'silent' });
    provider = await createProvider();
  }, 60_000);
  afterEach(async () => {
    provider.setFaults({});
    await brain.close();
  });
  afterAll(() => provider.close());

  async function start(): Promise<void> {
    told = [];
    answered = Promise.withResolvers();
    brain = createBrain(provider, told, answered);
    await brain.start();
    const { transcriptions, completions, speeches } = provider.log;
    for (const list of [transcriptions, completions, speeches]) list.splice(0);
  }

  async function hear(text: string): Promise<void> {
    const samples = await provider.voice.synthesise(text);
    brain.pushAudio(new AudioFrame(samples, 24_000, 1, samples.length));
  }

  it('[V2] is silent until the turn is over, and then there without another question', async () => {
    await start();
    await hear('Hello');
    const spoken = provider.log.next('speech');
    brain.paused('anna');
    await spoken;
    expect(told).toEqual([]);

    brain.commitAudio(turn);
    expect(await answered.promise).toContain('simulated assistant');
    const { transcriptions, completions, speeches } = provider.log;
    expect([transcriptions.length, completions.length]).toEqual([1, 1]);
    expect(new Set(speeches.map(({ input }) => input)).size).toBe(speeches.length);
  });

  it('[V2] is given up where the person goes on: neither told nor remembered', async () => {
    await start();
    await hear('Hello');
    const begun = provider.log.next('completion');
    brain.paused('anna');
    await begun;
    brain.wentOn();
    brain.commitAudio(turn);
    expect(await answered.promise).toContain('simulated assistant');
    expect(provider.log.completions.map(({ roles }) => roles)).toEqual([
      ['system', 'user'],
      ['system', 'user'],
    ]);
    expect(told.filter((one) => one.startsWith('words'))).toHaveLength(1);
  });

  it('[V2] calls a tool once, and only when the turn is over', async () => {
    await start();
    await hear('Echo the secret word');
    const begun = provider.log.next('completion');
    brain.paused('anna');
    await begun;
    expect(told).toEqual([]);
    brain.commitAudio(turn);
    expect(await answered.promise).toBe('the parrot');
    expect(told.filter((one) => one === 'tool')).toHaveLength(1);
    expect(provider.log.completions).toHaveLength(2);
  });

  it('is begun three times in a turn at most', async () => {
    await start();
    await hear('Hello');
    for (let pause = 0; pause < 3; pause++) {
      const begun = provider.log.next('completion');
      brain.paused('anna');
      await begun;
    }
    const heard = provider.log.next('transcription');
    brain.paused('anna');
    await heard;
    brain.commitAudio(turn);
    await answered.promise;
    expect(provider.log.completions).toHaveLength(4);
  });

  it('fails with the turn that ends there, without another question', async () => {
    await start();
    provider.setFaults({ completion: { httpStatus: 429, error: { code: 'insufficient_quota' } } });
    await hear('Hello');
    const refused = provider.log.next('completion');
    brain.paused('anna');
    await refused;
    brain.commitAudio(turn);
    await expect(answered.promise).rejects.toThrow('quota');
    expect(provider.log.completions).toHaveLength(1);
  });

  it('fails for nobody where the person goes on', async () => {
    await start();
    provider.setFaults({ completion: { times: 1, httpStatus: 400 } });
    await hear('Hello');
    const refused = provider.log.next('completion');
    brain.paused('anna');
    await refused;
    brain.wentOn();
    brain.commitAudio(turn);
    expect(await answered.promise).toContain('simulated assistant');
  });
});

function createBrain(provider: Provider, told: string[], answered: PromiseWithResolvers<string>): PipelineBrain {
  const access = { baseUrl: provider.url, apiKey: provider.key };
  const tools: AgentTools = new AgentTools({
    bridge: {
      invoke: () => {
        told.push('tool');
        return Promise.resolve(toolResult('the parrot'));
      },
      subscribe: () => () => undefined,
    } as unknown as Bridge,
    room: 'main' as RoomName,
    turnOf: (speechId) => brain.turnOf(speechId),
    events: {
      onStarted: (speechId) => brain.toolStarted(speechId),
      onEnded: (speechId) => brain.toolEnded(speechId),
      onResult: () => undefined,
      onLateResult: () => undefined,
    },
  });
  tools.setCatalogue([echoTool]);
  const brain = new PipelineBrain({
    provider: {
      ...access,
      model: 'gpt-realtime',
      voice: 'marin',
      brain: 'pipeline',
      pipeline: {
        transcription: { ...access, model: 'gpt-4o-mini-transcribe' },
        completion: { ...access, model: 'gpt-4.1-mini' },
        speech: { ...access, model: 'gpt-4o-mini-tts', voice: 'marin', format: 'pcm' },
      },
    },
    instructions: 'Help.',
    language: null,
    temperature: null,
    history: [],
    tools,
    speakers: { noteOf: () => null, guestName: () => null },
    source: new HoldableSource(nobodyListens, 24_000),
    hasListeners: () => false,
    mayFill: () => false,
    awaited: () => null,
    clock: systemClock,
    deadlines: defaultDeadlines,
    events: {
      onPhaseChanged: (phase) => void told.push(`phase ${phase}`),
      onPersonText: (_turnId, text) => void told.push(`words ${text}`),
      onAnswerText: (_turnId, { text }) => void told.push(`answer ${text}`),
      onAnswered: (_turnId, text) => answered.resolve(text),
      onStreamLost: () => undefined,
      onVoiceFailed: (failure) => void told.push(`failed voice ${failure}`),
      onFailed: (failure) => {
        told.push(`failed ${failure}`);
        answered.reject(new Error(failure));
      },
    },
  });
  return brain;
}

const nobodyListens = {
  queuedDuration: 0,
  captureFrame: () => Promise.resolve(),
  clearQueue: () => undefined,
  waitForPlayout: () => Promise.resolve(),
};
