import { randomBytes } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { Settings } from '../../src/contract/index.ts';
import type { Turn } from '../../src/contract/index.ts';
import { decidePersona } from '../../src/core/talk/persona.ts';
import { correlation } from './rig/correlate.ts';
import type { Rig } from './rig/rig.ts';
import { echoLearnedMs, joined, silence, speech } from './rig/speech.ts';
import { echoTool, toolResult } from './rig/tools.ts';
import { useRig } from './rig/use-rig.ts';

const aWord = (): string => randomBytes(4).toString('hex');

describe('a turn answered by the pipeline', () => {
  let rig: Rig;
  useRig((started) => (rig = started));

  it('[V2][V6][M8] is heard, answered by a real tool call, captioned on both sides and heard in the room', async () => {
    const word = aWord();
    const before = rig.provider.log.turns.length;
    const { core, room } = await rig.agent({
      brain: 'pipeline',
      catalogue: [echoTool],
      runTool: () => toolResult(`The word is ${word}`),
    });
    expect(await core.reported('agent.joined')).toMatchObject({ brain: 'pipeline' });
    const anna = await rig.person(room, 'anna');
    const endMs = await anna.say(await speech('Echo the secret word'));
    const answered = await core.reported<{ text: string; turnId: string }>('agent.turnAnswered');
    await anna.silentFor(300);

    expect(answered.text).toContain(word);
    expect(core.calls).toMatchObject([{ name: 'words__echo', device: 'anna', room, turnId: answered.turnId }]);
    const person = await core.reported<{ turn: Turn }>(
      'agent.turnChanged',
      ({ turn }) => turn.speaker.kind === 'person' && turn.final,
    );
    expect(person.turn.text.toLowerCase()).toContain('echo the secret word');
    expect(person.turn.id).toBe(answered.turnId);
    const sent = rig.provider.log.speeches.at(-1)?.pcm ?? new Int16Array();
    expect(correlation(anna.heardSince(endMs), sent)).toBeGreaterThan(0.65);
    expect(rig.provider.log.turns).toHaveLength(before);
  });

  it('[V2] may be typed, and knows what was said before', async () => {
    const { core } = await rig.agent({ brain: 'pipeline', catalogue: [echoTool], runTool: () => toolResult('typed') });
    core.command({ type: 'typedTurn', turnId: 'typed-1' as never, identity: 'owner-1', text: 'Echo the secret word' });
    expect(await core.reported('agent.turnAnswered')).toMatchObject({ turnId: 'typed-1', text: 'typed' });
    core.command({ type: 'typedTurn', turnId: 'typed-2' as never, identity: 'owner-1', text: 'Hello' });
    await core.reported<{ turnId: string }>('agent.turnAnswered', ({ turnId }) => turnId === 'typed-2');
    expect(rig.provider.log.completions.at(-1)?.roles.slice(-5)).toEqual([
      'user',
      'assistant',
      'tool',
      'assistant',
      'user',
    ]);
  });

  it('[V5] stops when spoken over, and only what was heard of it stays', async () => {
    const { core, room } = await rig.agent({ brain: 'pipeline' });
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
    await said;
    await core.until(() => core.all('agent.turnAnswered')[1]);
  });

  it.each([
    [null, 'One moment, I am still on it.'],
    ['de', 'Einen Moment, ich bin noch dabei.'],
  ])(
    '[V11] in language %s it says a few words while its tool takes long, no part of the answer',
    async (language, words) => {
      const running = Promise.withResolvers<void>();
      const { core, room } = await rig.agent({
        brain: 'pipeline',
        assignment: { persona: decidePersona(Settings.parse({ assistant: { language } })) },
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
      expect(filler.turn.text).toBe(words);
      running.resolve();
      expect(await core.reported('agent.turnAnswered')).toMatchObject({ text: 'the slow parrot' });
    },
  );

  it('[F18] waits as a rate limit asks, and not longer than a person would', async () => {
    const { core, room } = await rig.agent({ brain: 'pipeline' });
    const anna = await rig.person(room, 'anna');
    rig.provider.setFaults({
      completion: { times: 1, httpStatus: 429, error: { code: 'rate_limit_exceeded' }, retryAfterSeconds: 1 },
      transcription: { times: 1, httpStatus: 503, retryAfterSeconds: 600 },
    });
    const endMs = await anna.say(await speech('Hello'));
    expect(await core.reported('agent.turnAnswered')).toMatchObject({ text: /simulated assistant/ });
    const soundMs = await anna.firstSoundAfter(endMs);
    expect(soundMs - endMs).toBeGreaterThan(3900);
    expect(soundMs - endMs).toBeLessThan(7000);
  });

  it('[F13] names an empty account at once, without trying again', async () => {
    const { core, room } = await rig.agent({ brain: 'pipeline' });
    const anna = await rig.person(room, 'anna');
    const before = rig.provider.log.completions.length;
    rig.provider.setFaults({ completion: { httpStatus: 429, error: { code: 'insufficient_quota' } } });
    await anna.say(await speech('Hello'));
    const { problem } = await core.reported<{ problem: { message: string } }>('agent.problemChanged');
    expect(problem.message).toMatch(/limits/);
    expect(rig.provider.log.completions).toHaveLength(before + 1);
  });

  it('[F19] keeps the whole text and ends the turn when its voice dies in mid-sentence', async () => {
    const { core, room } = await rig.agent({ brain: 'pipeline' });
    const anna = await rig.person(room, 'anna');
    rig.provider.setFaults({ speech: { dropAfterBytes: 24_000 } });
    await anna.say(await speech('Hello'));
    const answered = await core.reported<{ text: string }>('agent.turnAnswered');
    expect(answered.text).toBe(rig.provider.log.completions.at(-1)?.text);
    expect(await core.reported('agent.problemChanged')).toMatchObject({ problem: { code: 'provider/failed' } });
    rig.provider.setFaults({});
    const endMs = await anna.say(await speech('Hello'));
    await core.until(() => core.all('agent.turnAnswered')[1]);
    await anna.firstSoundAfter(endMs);
  });

  it('[F19] shows the words when there is no voice at all', async () => {
    const { core, room } = await rig.agent({ brain: 'pipeline' });
    const anna = await rig.person(room, 'anna');
    rig.provider.setFaults({ speech: { httpStatus: 500 } });
    await anna.say(await speech('Hello'));
    const answered = await core.reported<{ text: string }>('agent.turnAnswered');
    expect(answered.text).toBe(rig.provider.log.completions.at(-1)?.text);
  });
});
