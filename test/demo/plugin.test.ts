/**
 * The pinned agents plugin as a client of the simulated provider: what it sends is accepted, what it expects comes.
 */
import { initializeLogger, llm } from '@livekit/agents';
import { realtime } from '@livekit/agents-plugin-openai';
import { AudioFrame } from '@livekit/rtc-node';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { z } from 'zod';
import { createProvider } from '../../src/demo/create-provider.ts';
import type { Provider } from '../../src/demo/create-provider.ts';
import { concatenate } from '../../src/demo/speaking/pcm.ts';

let provider: Provider;

beforeAll(async () => {
  initializeLogger({ pretty: false, level: 'silent' });
  provider = await createProvider({ paceFactor: Infinity });
});
afterAll(() => provider.close());

function openSession(): realtime.RealtimeSession {
  const model = new realtime.RealtimeModel({ baseURL: provider.url, apiKey: provider.key, turnDetection: null });
  return model.session();
}

async function readGeneration(
  generation: llm.GenerationCreatedEvent,
): Promise<{ calls: llm.FunctionCall[]; text: string; pcm: Int16Array }> {
  const calls: llm.FunctionCall[] = [];
  const parts: Int16Array[] = [];
  let text = '';
  for await (const message of generation.messageStream) {
    for await (const delta of message.textStream) text += String(delta);
    for await (const frame of message.audioStream) parts.push(frame.data);
  }
  for await (const call of generation.functionStream) calls.push(call);
  return { calls, text, pcm: concatenate(parts) };
}

test('a spoken turn goes through the plugin: heard, a tool called, its result spoken', async () => {
  const session = openSession();
  const secret = `wombat ${String(Math.floor(Math.random() * 1e6))}`;
  const echo = llm.tool({
    name: 'everything__echo',
    description: 'Echoes back the input',
    parameters: z.object({ message: z.string() }),
    execute: async () => secret,
  });
  try {
    await session.updateInstructions('You are "Parley".');
    await session.updateTools(new llm.ToolContext([echo]));
    const pcm = concatenate([
      new Int16Array(4800),
      await provider.voice.synthesise('Echo the secret word'),
      new Int16Array(7200),
    ]);
    session.pushAudio(new AudioFrame(pcm, 24_000, 1, pcm.length));
    const heard = provider.log.next('turn');
    await session.commitAudio();
    const first = await readGeneration(await session.generateReply());
    expect((await heard).heard?.sentenceId).toBe('echo');
    expect(first.calls.map((call) => [call.name, call.args])).toEqual([
      ['everything__echo', '{"message":"the secret word"}'],
    ]);
    const context = session.chatCtx.copy();
    const call = first.calls[0];
    context.items.push(
      llm.FunctionCallOutput.create({
        callId: call?.callId ?? '',
        name: call?.name ?? '',
        output: secret,
        isError: false,
      }),
    );
    await session.updateChatCtx(context);
    const second = await readGeneration(await session.generateReply());
    expect(second.text).toBe(secret);
    expect(second.pcm).toEqual(provider.log.responses.at(-1)?.pcm);
    expect(second.pcm.length).toBeGreaterThan(12_000);
    expect(provider.log.refusals).toEqual([]);
  } finally {
    await session.close();
  }
});

test('a reply ordered word by word is spoken word by word, whatever the session is told to be', async () => {
  const session = openSession();
  try {
    await session.updateInstructions('You are "Parley".');
    const reply = await readGeneration(await session.generateReply('Say exactly: "One moment, please."'));
    expect(reply.text).toBe('One moment, please.');
  } finally {
    await session.close();
  }
});

test('silence, noise, half a sentence and another sentence call no tool', async () => {
  const whole = await provider.voice.synthesise('What files are in the sample folder?');
  const sounds = {
    silence: new Int16Array(48_000),
    noise: Int16Array.from({ length: 48_000 }, (_, index) => ((index * 7919 * (index % 13)) % 6000) - 3000),
    half: whole.slice(0, whole.length / 2),
    other: await provider.voice.synthesise('Please water the plants on the balcony'),
  };
  for (const [name, pcm] of Object.entries(sounds)) {
    const session = openSession();
    try {
      session.pushAudio(new AudioFrame(pcm, 24_000, 1, pcm.length));
      await session.commitAudio();
      const reply = await readGeneration(await session.generateReply());
      expect([name, reply.calls.length, /simulated/.test(reply.text)]).toEqual([name, 0, true]);
    } finally {
      await session.close();
    }
  }
});
