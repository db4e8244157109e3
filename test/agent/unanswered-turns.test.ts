/**
 * What an agent that takes another's place does with the turns that wait: it answers each, in order, and none twice.
 */
import { describe, expect, it } from 'vitest';
import type { AgentCommand, Turn, TurnId, UnansweredTurn } from '../../src/contract/index.ts';
import type { ScriptedCore } from './rig/core.ts';
import type { AgentOptions, Rig } from './rig/rig.ts';
import { echoLearnedMs, joined, silence, speech } from './rig/speech.ts';
import { echoTool, toolResult } from './rig/tools.ts';
import { useRig } from './rig/use-rig.ts';

interface Answered {
  readonly turnId: string;
  readonly text: string;
}

const typed = (id: string, text: string): UnansweredTurn => ({
  turnId: id as TurnId,
  identity: 'owner-1',
  audio: null,
  text,
  startedAtMs: Date.now(),
});

/** As the host kept it: 24 kHz. */
async function spoken(id: string, sentence: string): Promise<UnansweredTurn> {
  const said = joined(silence(200), await speech(sentence), silence(300));
  const kept = Int16Array.from({ length: said.length / 2 }, (_, index) => {
    return ((said[index * 2] ?? 0) + (said[index * 2 + 1] ?? 0)) / 2;
  });
  const audio = Buffer.from(kept.buffer).toString('base64');
  return { turnId: id as TurnId, identity: 'owner-1', audio, text: null, startedAtMs: Date.now() };
}

const answers = (core: ScriptedCore): Answered[] => core.all<Answered>('agent.turnAnswered');
const answeredIds = (core: ScriptedCore): string[] => answers(core).map(({ turnId }) => turnId);

describe('an agent that is asked what another one did not answer', () => {
  let rig: Rig;
  useRig((started) => (rig = started));

  /** The first goes with the assignment, the others follow in the step in which the core learns that the agent is in. */
  async function replaced(turns: readonly UnansweredTurn[], options: AgentOptions = {}) {
    const { core } = await rig.warmAgent(options);
    const room = rig.newRoom();
    const isIn = core.until(() => {
      if (core.all('agent.joined').length === 0) return undefined;
      for (const turn of turns.slice(1)) core.command({ type: 'unansweredTurn', turn });
      return true;
    });
    const join: AgentCommand = {
      type: 'join',
      assignment: await rig.assignment(room, { unanswered: turns[0] ?? null }),
    };
    core.command(join);
    await isIn;
    return { core, room };
  }

  for (const brain of ['realtime', 'pipeline'] as const) {
    it(`[F5] answers each in order, spoken and typed, and calls each one's tool once, with the ${brain} brain`, async () => {
      const turns = [
        await spoken('s1', 'Echo the secret word'),
        typed('t2', 'Hello'),
        await spoken('s3', 'Echo the secret word'),
        await spoken('s4', 'Hello'),
      ];
      const { core } = await replaced(turns, {
        brain,
        catalogue: [echoTool],
        runTool: ({ turnId }) => toolResult(`the parrot of ${String(turnId)}`),
      });
      await core.until(() => answers(core)[3]);
      expect(answers(core)).toMatchObject([
        { turnId: 's1', text: 'the parrot of s1' },
        { turnId: 't2', text: /simulated assistant/ },
        { turnId: 's3', text: 'the parrot of s3' },
        { turnId: 's4', text: /simulated assistant/ },
      ]);
      expect(core.calls.map(({ turnId }) => turnId)).toEqual(['s1', 's3']);
      const words = core
        .all<{ turn: Turn }>('agent.turnChanged')
        .filter(({ turn }) => turn.speaker.kind === 'person' && turn.final)
        .map(({ turn }) => [turn.id, turn.text.toLowerCase().replace(/\W+$/, '')]);
      expect(words).toEqual([
        ['s1', 'echo the secret word'],
        ['s3', 'echo the secret word'],
        ['s4', 'hello'],
      ]);
    });
  }

  it('[F5] asks the next one only when a slow tool of the one before has ended', async () => {
    const running = Promise.withResolvers<void>();
    const { core } = await replaced([typed('t1', 'Echo the secret word'), typed('t2', 'Hello')], {
      catalogue: [echoTool],
      runTool: async () => {
        await running.promise;
        return toolResult('the slow parrot');
      },
    });
    await core.until(() => core.calls[0]);
    const asked = rig.provider.log.responses.length;
    running.resolve();
    await core.until(() => answers(core)[1]);
    expect(answers(core)).toMatchObject([
      { turnId: 't1', text: 'the slow parrot' },
      { turnId: 't2', text: /simulated assistant/ },
    ]);
    expect(rig.provider.log.responses.length).toBeGreaterThan(asked);
    expect(core.calls).toHaveLength(1);
  });

  it('[F5] answers what is said meanwhile after them, also where that cuts an answer off', async () => {
    const { core, room } = await replaced([typed('t1', 'Tell me a long story'), typed('t2', 'Echo the secret word')], {
      catalogue: [echoTool],
      runTool: () => toolResult('the parrot of before'),
    });
    const anna = await rig.person(room, 'anna');
    await anna.firstSoundAfter(0);
    await anna.say(joined(silence(echoLearnedMs), await speech('Hello')));
    const { turn } = await core.reported<{ turn: UnansweredTurn }>('agent.turnCommitted');
    await core.until(() => answers(core)[2]);
    expect(answeredIds(core)).toEqual(['t1', 't2', turn.turnId]);
    expect(answers(core).slice(1)).toMatchObject([{ text: 'the parrot of before' }, { text: /simulated assistant/ }]);
    expect(core.calls.map(({ turnId }) => turnId)).toEqual(['t2']);
  });
});
