import { setTimeout as delay } from 'node:timers/promises';
import { describe, expect, it } from 'vitest';
import type { Turn, TurnId } from '../../src/contract/index.ts';
import type { Rig } from './rig/rig.ts';
import { echoLearnedMs, joined, silence, speech } from './rig/speech.ts';
import { echoTool, toolResult } from './rig/tools.ts';
import { useRig } from './rig/use-rig.ts';

const turnId = (id: string): TurnId => id as TurnId;

const toolOutputs = (rig: Rig): unknown[] =>
  rig.provider.log.clientEvents.flatMap(({ event }) =>
    event.type === 'conversation.item.create' && event.item.type === 'function_call_output' ? [event.item.output] : [],
  );

/** 100 ms at 48 kHz: enough to be heard as a voice, with the tail of voice activity too short to interrupt. */
const shortSoundSamples = 4_800;
/** A hold is as long as the rest of the sound and a quarter of a second. */
const leastHoldMs = 150;

/** From the first loud sample to the last. */
const spokenMs = (samples: Int16Array): number => {
  const isLoud = (sample: number): boolean => Math.abs(sample) > 500;
  return (samples.findLastIndex(isLoud) - samples.findIndex(isLoud)) / 24;
};

/** How much of it is loud, in pieces of 10 ms. */
const loudMs = (samples: Int16Array): number => {
  const pieces = Array.from({ length: Math.floor(samples.length / 240) }, (_none, index) =>
    samples.subarray(index * 240, (index + 1) * 240),
  );
  return pieces.filter((piece) => piece.some((sample) => Math.abs(sample) > 500)).length * 10;
};

describe('an answer that is spoken over', () => {
  let rig: Rig;
  useRig((started) => (rig = started));

  it('[V5] stops, and only what was heard of it stays', async () => {
    const { core, room } = await rig.agent();
    const anna = await rig.person(room, 'anna');
    const askedMs = await anna.say(await speech('Tell me a long story'));
    await anna.firstSoundAfter(askedMs);
    await anna.say(silence(echoLearnedMs));
    const onsetMs = Date.now();
    const said = anna.say(joined(await speech('What time is it in Paris?'), silence(200)));
    const lastMs = await anna.silentFor(400);
    expect(lastMs - onsetMs).toBeLessThan(1200);

    const first = await core.until(() => core.all<{ text: string }>('agent.turnAnswered')[0]);
    expect(first.text).toMatch(/^Once upon a time/);
    expect(first.text.length).toBeLessThan(150);
    const story = await core.reported<{ turn: Turn }>(
      'agent.turnChanged',
      ({ turn }) => turn.speaker.kind === 'assistant' && turn.final,
    );
    expect(story.turn).toMatchObject({ text: first.text, interrupted: true });
    const truncated = rig.provider.log.clientEvents.find(({ event }) => event.type === 'conversation.item.truncate');
    const { audio_end_ms: playedMs } = truncated?.event as { audio_end_ms: number };
    // Three seconds, the network's delay and the speech that it took to interrupt.
    expect(playedMs).toBeGreaterThan(3000);
    expect(playedMs).toBeLessThan(4400);
    await said;
    await core.until(() => core.all('agent.turnAnswered')[1]);
  });

  it('[V5] falls silent for a short sound and goes on from there, to its end', async () => {
    const { core, room } = await rig.agent();
    const anna = await rig.person(room, 'anna');
    const hello = await speech('Hello');
    await anna.say(silence(100));
    core.command({ type: 'typedTurn', turnId: turnId('typed'), identity: 'anna', text: 'Hello' });
    const firstMs = await anna.firstSoundAfter(0);
    const { turns, responses } = rig.provider.log;
    const turnCount = turns.length;
    await anna.say(joined(silence(echoLearnedMs), hello.slice(10_000, 10_000 + shortSoundSamples)));
    const answered = await core.reported<{ text: string }>('agent.turnAnswered');
    const lastMs = await anna.silentFor(400);

    expect(answered.text).toMatch(/^Hello.*sample folder\.$/);
    expect(turns).toHaveLength(turnCount);
    const sent = responses.at(-1)?.pcm ?? new Int16Array();
    expect(lastMs - firstMs).toBeGreaterThan(spokenMs(sent) + leastHoldMs);
    // Neither lost nor said twice; the network stretches a little.
    const share = loudMs(anna.heardSince(firstMs - 50)) / loudMs(sent);
    expect(share).toBeGreaterThan(0.85);
    expect(share).toBeLessThan(1.15);
  });

  it('[V5] lets a tool that runs in silence finish while another turn is answered, and gives the model its result', async () => {
    const running = Promise.withResolvers<void>();
    const { core, room } = await rig.agent({
      catalogue: [echoTool],
      runTool: async () => {
        await running.promise;
        return toolResult('the late parrot');
      },
    });
    const anna = await rig.person(room, 'anna');
    await anna.say(await speech('Echo the secret word'));
    await core.until(() => core.calls[0]);
    await anna.say(await speech('Hello'));
    const hello = await core.until(() => core.all<{ text: string }>('agent.turnAnswered')[0]);
    expect(hello.text).toContain('simulated assistant');
    running.resolve();
    const late = await core.until(() => core.all<{ turnId: string }>('agent.turnAnswered')[1]);
    expect(core.calls).toMatchObject([{ turnId: late.turnId }]);
    expect(toolOutputs(rig)).toEqual([JSON.stringify('the late parrot')]);
  });

  it('[V5] cancels a running tool only at the word of the person', async () => {
    const cancelled = Promise.withResolvers<void>();
    const { core, room } = await rig.agent({
      catalogue: [echoTool],
      runTool: (_call, signal) =>
        new Promise((_resolve, reject) => {
          signal.addEventListener('abort', () => {
            cancelled.resolve();
            reject(new Error('cancelled'));
          });
        }),
    });
    const anna = await rig.person(room, 'anna');
    await anna.say(await speech('Echo the secret word'));
    await core.until(() => core.calls[0]);
    core.command({ type: 'interrupt' });
    await cancelled.promise;
    expect(await core.reported('agent.turnAnswered')).toMatchObject({ text: '' });
  });

  it('[V5] lets the next question call a tool whose own run was just stopped', async () => {
    const { core } = await rig.agent({
      catalogue: [echoTool],
      runTool: (_call, signal) =>
        core.calls.length > 1
          ? toolResult('the next parrot')
          : new Promise((_resolve, reject) => signal.addEventListener('abort', () => reject(new Error('cancelled')))),
    });
    core.command({ type: 'typedTurn', turnId: turnId('first'), identity: 'anna', text: 'Echo the secret word' });
    await core.until(() => core.calls[0]);
    core.command({ type: 'interrupt' });
    core.command({ type: 'typedTurn', turnId: turnId('second'), identity: 'anna', text: 'Echo the secret word' });
    const answered = await core.reported('agent.turnAnswered', (answer) => answer['turnId'] === 'second');
    expect(answered).toMatchObject({ text: 'the next parrot' });
  });

  it.each([
    ['realtime', 50],
    ['pipeline', 0],
  ] as const)(
    '[V5] by %s is not the answer to what is typed next, however early it was stopped',
    async (brain, delayMs) => {
      const { core } = await rig.agent({ brain });
      // As far away as a provider is.
      rig.provider.setFaults({ delayMs });
      const waitsMs = Array.from({ length: 12 }, (_none, index) => index * 16);
      for (const [index, waitMs] of waitsMs.entries()) {
        core.command({
          type: 'typedTurn',
          turnId: turnId(`story-${index}`),
          identity: 'anna',
          text: 'Tell me a long story',
        });
        await delay(waitMs);
        core.command({ type: 'interrupt' });
        core.command({ type: 'typedTurn', turnId: turnId(`hello-${index}`), identity: 'anna', text: 'Hello' });
        await core.reported('agent.turnAnswered', (answer) => answer['turnId'] === `hello-${index}`);
      }
      const texts = core
        .all<{ turnId: string; text: string }>('agent.turnAnswered')
        .flatMap(({ turnId: id, text }) => (id.startsWith('hello') ? [text] : []));
      expect(new Set(texts)).toEqual(new Set([expect.stringMatching(/^Hello\. I am .*sample folder\.$/)]));
    },
  );

  it('[V11] is preceded by one filler while its tool takes long, which is not part of the answer', async () => {
    const running = Promise.withResolvers<void>();
    const { core, room } = await rig.agent({
      catalogue: [echoTool],
      runTool: async () => {
        await running.promise;
        return toolResult('the slow parrot');
      },
    });
    const anna = await rig.person(room, 'anna');
    await anna.say(await speech('Echo the secret word'));
    const filler = await core.reported<{ turn: Turn }>(
      'agent.turnChanged',
      ({ turn }) => turn.speaker.kind === 'assistant' && turn.final,
    );
    expect(filler.turn.text).toMatch(/One moment/);
    running.resolve();
    expect(await core.reported('agent.turnAnswered')).toMatchObject({ text: 'the slow parrot' });
    const spoken = core
      .all<{ turn: Turn }>('agent.turnChanged')
      .filter(({ turn }) => turn.speaker.kind === 'assistant' && turn.final);
    expect(spoken.map(({ turn }) => turn.text)).toEqual([filler.turn.text, 'the slow parrot']);
  });
});
