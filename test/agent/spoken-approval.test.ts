/**
 * A call that waits for approval is answered by the owner's own voice, in a real room, by both brains.
 */
import { describe, expect, it } from 'vitest';
import type { AwaitedCall, Brain, Turn } from '../../src/contract/index.ts';
import type { Report } from './rig/core.ts';
import type { AgentInRoom, Rig } from './rig/rig.ts';
import { speech } from './rig/speech.ts';
import { echoTool, toolResult } from './rig/tools.ts';
import { useRig } from './rig/use-rig.ts';

const call: AwaitedCall = { id: 'call-1' as AwaitedCall['id'], server: 'words', tool: 'echo', byVoice: true };

describe.each<Brain>(['realtime', 'pipeline'])('the words of a call that waits, with the %s brain', (brain) => {
  let rig: Rig;
  useRig((started) => (rig = started));

  /** A room whose tool waits until `release`; `told` is what the agent is told while it does. */
  async function waitingCall(told: AwaitedCall): Promise<AgentInRoom & { release(): void }> {
    const released = Promise.withResolvers<void>();
    const agent: AgentInRoom = await rig.agent({
      brain,
      catalogue: [echoTool],
      runTool: async () => {
        agent.core.command({ type: 'setAwaited', call: told });
        await released.promise;
        agent.core.command({ type: 'setAwaited', call: null });
        return toolResult('the parrot');
      },
    });
    return { ...agent, release: () => released.resolve() };
  }

  const answersOf = ({ core }: AgentInRoom): string[] =>
    core.all<{ text: string }>('agent.turnAnswered').map(({ text }) => text);

  /** Questions for the owner's word that were said to their end. */
  const askedOf = ({ core }: AgentInRoom): string[] =>
    core
      .all<{ turn: Turn }>('agent.turnChanged')
      .map(({ turn }) => turn)
      .filter(
        ({ speaker, final, text }) => speaker.kind === 'assistant' && final && /May I|OK in the window/.test(text),
      )
      .map(({ text }) => text);

  const asked = (agent: AgentInRoom, count: number): Promise<string> =>
    agent.core.until(() => askedOf(agent).at(count - 1));
  const answered = (agent: AgentInRoom, count: number): Promise<true> =>
    agent.core.until(() => (answersOf(agent).length >= count ? true : undefined));
  const allow = (): Promise<Int16Array> => speech('Yes, please allow it');

  it('[M12] allow it where the owner says so, and are no question to the model', async () => {
    const agent = await waitingCall(call);
    const anna = await rig.person(agent.room, 'owner-anna');
    await anna.say(await speech('Echo the secret word'));
    expect(await asked(agent, 1)).toBe('May I use echo of words? Say: allow it. Or: deny it.');
    const said = anna.say(await allow());
    expect(await agent.core.reported('agent.approvalSpoken')).toMatchObject({ id: 'call-1', answer: 'once' });
    agent.release();
    await said;
    await answered(agent, 2);
    expect(answersOf(agent)).toEqual(['', 'the parrot']);
    expect(agent.core.calls).toHaveLength(1);
  });

  it('[M12] count only for the call that was named before they were said', async () => {
    const agent = await waitingCall(call);
    const anna = await rig.person(agent.room, 'owner-anna');
    await anna.say(await speech('Echo the secret word'));
    await agent.core.until(() => agent.core.calls[0]);
    await anna.say(await allow());
    await answered(agent, 1);
    expect(answersOf(agent)).toEqual(['Nothing waits for your approval.']);
    await asked(agent, 1);
    agent.core.command({ type: 'setAwaited', call: { ...call, id: 'call-2' as AwaitedCall['id'], tool: 'reverse' } });
    await anna.say(await allow());
    await answered(agent, 2);
    expect(agent.core.all('agent.approvalSpoken')).toEqual([]);
    expect(await agent.core.until(() => askedOf(agent).find((text) => text.includes('reverse')))).toBeTruthy();
    await anna.say(await allow());
    expect(await agent.core.reported('agent.approvalSpoken')).toMatchObject({ id: 'call-2', answer: 'once' });
    agent.release();
    await answered(agent, 4);
  });

  it('[M12] are met by the question again where they are no clear answer', async () => {
    const agent = await waitingCall(call);
    const anna = await rig.person(agent.room, 'owner-anna');
    await anna.say(await speech('Echo the secret word'));
    await asked(agent, 1);
    await anna.say(await speech('Yes, go ahead'));
    await asked(agent, 2);
    expect(askedOf(agent)[1]).toBe(askedOf(agent)[0]);
    expect(agent.core.all('agent.approvalSpoken')).toEqual([]);
    expect(answersOf(agent)).toEqual(['']);
    agent.release();
    await answered(agent, 2);
  });

  it('[V11] are not asked for where the owner answered at once, and the tool has its usual time', async () => {
    const spoke = (): Promise<Report> =>
      agent.core.until(() =>
        agent.core.reports.find(({ input }) => (input as { state?: string } | null)?.state === 'speaking'),
      );
    const agent: AgentInRoom = await rig.agent({
      brain,
      catalogue: [echoTool],
      runTool: async () => {
        agent.core.command({ type: 'setAwaited', call });
        agent.core.command({ type: 'setAwaited', call: null });
        await spoke();
        return toolResult('the parrot');
      },
    });
    const anna = await rig.person(agent.room, 'owner-anna');
    await anna.say(await speech('Echo the secret word'));
    await answered(agent, 1);
    const called = agent.core.reports.find(({ method }) => method === 'tools.call');
    expect((await spoke()).atMs - (called?.atMs ?? Infinity)).toBeGreaterThan(1_400);
  });

  it('[M12] change nothing where a guest says them, or where the call has to be looked at', async () => {
    const agent = await waitingCall({ ...call, byVoice: false });
    const anna = await rig.person(agent.room, 'owner-anna');
    const bob = await rig.person(agent.room, 'guest-bob');
    await anna.say(await speech('Echo the secret word'));
    expect(await asked(agent, 1)).toBe('I need your OK in the window, to use echo of words.');
    await anna.say(await allow());
    await answered(agent, 1);
    agent.core.command({ type: 'setAwaited', call: { ...call, id: 'call-2' as AwaitedCall['id'] } });
    await asked(agent, 2);
    await bob.say(await allow());
    await answered(agent, 2);
    expect(answersOf(agent)).toEqual(Array(2).fill(expect.stringContaining('Nothing waits for your approval.')));
    expect(agent.core.all('agent.approvalSpoken')).toEqual([]);
    agent.release();
    await answered(agent, 3);
    expect(answersOf(agent).at(2)).toBe('the parrot');
  });
});
