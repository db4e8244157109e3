import { describe, expect, it } from 'vitest';
import type { UnansweredTurn, WireError } from '../../src/contract/index.ts';
import type { Rig } from './rig/rig.ts';
import { speech } from './rig/speech.ts';
import { echoTool, toolResult } from './rig/tools.ts';
import { useRig } from './rig/use-rig.ts';

interface Answered {
  readonly turnId: string;
  readonly text: string;
}

describe('a brain that fails in mid-talk', () => {
  let rig: Rig;
  useRig((started) => (rig = started));

  it('[V2][F6] is replaced before the next turn by the other one, which knows what was said, and comes back', async () => {
    const { core, room } = await rig.agent({
      brain: 'auto',
      catalogue: [echoTool],
      runTool: () => toolResult('the first parrot'),
    });
    expect(await core.reported('agent.joined')).toMatchObject({ brain: 'realtime' });
    const anna = await rig.person(room, 'anna');
    await anna.say(await speech('Echo the secret word'));
    await core.until(() => core.all<Answered>('agent.turnAnswered')[0]);
    await anna.silentFor(300);

    rig.provider.setFaults({ refuseConnection: true, silentResponses: true, sparesRest: true });
    await anna.say(await speech('Hello'));
    const committed = await core.until(() => core.all<{ turn: UnansweredTurn }>('agent.turnCommitted')[1]);
    const committedMs = Date.now();
    await core.reported('agent.brainChanged', ({ brain }) => brain === 'pipeline');
    expect(Date.now() - committedMs).toBeLessThan(5000);
    const second = await core.until(() => core.all<Answered>('agent.turnAnswered')[1]);
    expect(second).toMatchObject({ turnId: committed.turn.turnId, text: /simulated assistant/ });
    expect(rig.provider.log.completions.at(-1)?.roles).toEqual([
      'system',
      'user',
      'assistant',
      'tool',
      'assistant',
      'user',
    ]);
    expect(core.all<{ problem: WireError | null }>('agent.problemChanged')).toHaveLength(1);
    await anna.silentFor(300);

    const sessions = rig.provider.log.responses.length;
    rig.provider.setFaults({});
    await core.reported('agent.brainChanged', ({ brain }) => brain === 'realtime');
    await core.reported('agent.problemChanged', ({ problem }) => problem === null);
    await anna.say(await speech('Hello'));
    const third = await core.until(() => core.all<Answered>('agent.turnAnswered')[2]);
    expect(third.text).toContain('simulated assistant');
    expect(rig.provider.log.responses.length).toBeGreaterThan(sessions);
    expect(core.calls).toHaveLength(1);
  });

  it('[V2][F14] is replaced in mid-answer: the turn is answered again by the other one', async () => {
    const { core, room } = await rig.agent({ brain: 'auto' });
    const anna = await rig.person(room, 'anna');
    rig.provider.setFaults({ dropAfterAudioDeltas: 3, refuseConnection: true, sparesRest: true });
    await anna.say(await speech('Hello'));
    await core.reported('agent.brainChanged', ({ brain }) => brain === 'pipeline');
    expect(await core.reported('agent.turnAnswered')).toMatchObject({ text: /simulated assistant/ });
    expect(core.all('agent.turnAnswered')).toHaveLength(1);
    expect(core.all('agent.turnCommitted')).toHaveLength(1);
  });

  it('[V2] is replaced while its tool runs: the call keeps its name, so that it is made once', async () => {
    const running = Promise.withResolvers<void>();
    const { core, room } = await rig.agent({
      brain: 'auto',
      catalogue: [echoTool],
      runTool: async () => {
        await running.promise;
        return toolResult('the same parrot');
      },
    });
    const anna = await rig.person(room, 'anna');
    await anna.say(await speech('Echo the secret word'));
    await core.until(() => core.calls[0]);
    rig.provider.setFaults({ refuseConnection: true, silentResponses: true, sparesRest: true });
    running.resolve();
    await core.until(() => core.calls[1]);
    expect(core.calls[1]?.attempt).toBe(core.calls[0]?.attempt);
    expect(await core.reported('agent.turnAnswered')).toMatchObject({ text: 'the same parrot' });
    expect(core.all('agent.turnAnswered')).toHaveLength(1);
  });

  it('[V2][F13] that is not there at the start is stood in for from the first word', async () => {
    rig.provider.setFaults({ refuseConnection: true, sparesRest: true });
    const { core, room } = await rig.agent({ brain: 'auto' });
    expect(await core.reported('agent.joined')).toMatchObject({ brain: 'pipeline' });
    const { problem } = await core.reported<{ problem: WireError }>('agent.problemChanged');
    expect(problem.message).toMatch(/goes on/);
    const anna = await rig.person(room, 'anna');
    await anna.say(await speech('Hello'));
    expect(await core.reported('agent.turnAnswered')).toMatchObject({ text: /simulated assistant/ });
  });

  it.each([
    ['refuses the connection', { httpStatus: 403, sparesRest: true }],
    ['says so once connected', { errorOnConnect: { code: 'model_not_found' } }],
  ])('[V2][F13] whose key allows no voice sessions is stood in for with that key: %s', async (_how, faults) => {
    rig.provider.setFaults(faults);
    const { core, room } = await rig.agent({ brain: 'auto' });
    const { problem } = await core.reported<{ problem: WireError }>('agent.problemChanged');
    expect(problem).toMatchObject({ code: 'provider/failed', message: /offers no voice sessions with this key/ });
    const anna = await rig.person(room, 'anna');
    await anna.say(await speech('Hello'));
    expect(await core.reported('agent.turnAnswered')).toMatchObject({ text: /simulated assistant/ });
    expect(rig.provider.log.completions).not.toEqual([]);
  });

  it('[F13] whose key is refused is not tried again with the same key by other ways', async () => {
    const before = rig.provider.log.keysSeen.length;
    const { core } = await rig.agent({ brain: 'auto', apiKey: 'sk-wrong' });
    const { problem } = await core.reported<{ problem: WireError }>('agent.problemChanged');
    expect(problem.code).toBe('provider/wrong-key');
    expect(rig.provider.log.keysSeen.slice(before)).toEqual(['sk-wrong']);
  });
});
