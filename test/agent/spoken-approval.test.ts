/**
 * A call that waits for approval is answered by the owner's own voice, in a real room, by both brains.
 */
import { describe, expect, it } from 'vitest';
import type { AwaitedCall, Brain } from '../../src/contract/index.ts';
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

  it('[M12] allow it where the owner says so, and are no question to the model', async () => {
    const agent = await waitingCall(call);
    const anna = await rig.person(agent.room, 'owner-anna');
    await anna.say(await speech('Echo the secret word'));
    await agent.core.until(() => agent.core.calls[0]);
    const said = anna.say(await speech('Yes, please allow it'));
    expect(await agent.core.reported('agent.approvalSpoken')).toMatchObject({ id: 'call-1', answer: 'once' });
    agent.release();
    await said;
    await agent.core.until(() => (answersOf(agent).length === 2 ? true : undefined));
    expect(answersOf(agent)).toEqual(['', 'the parrot']);
    expect(agent.core.calls).toHaveLength(1);
  });

  it('[M12] change nothing where a guest says them, or where the call has to be looked at', async () => {
    const agent = await waitingCall({ ...call, byVoice: false });
    const anna = await rig.person(agent.room, 'owner-anna');
    const bob = await rig.person(agent.room, 'guest-bob');
    await anna.say(await speech('Echo the secret word'));
    await agent.core.until(() => agent.core.calls[0]);
    await anna.say(await speech('Yes, please allow it'));
    await agent.core.until(() => answersOf(agent).at(0));
    agent.core.command({ type: 'setAwaited', call });
    await bob.say(await speech('Yes, please allow it'));
    await agent.core.until(() => answersOf(agent).at(1));
    expect(answersOf(agent)).toEqual(Array(2).fill(expect.stringContaining('Nothing waits for your approval.')));
    expect(agent.core.all('agent.approvalSpoken')).toEqual([]);
    agent.release();
    expect(await agent.core.until(() => answersOf(agent).at(2))).toBe('the parrot');
  });
});
