/**
 * Another profile in mid-talk, and the greeting: a real agent process, the simulated provider, typed turns.
 */
import { describe, expect, it } from 'vitest';
import type { TurnId } from '../../src/contract/index.ts';
import type { Rig } from './rig/rig.ts';
import { useRig } from './rig/use-rig.ts';

describe('a profile', () => {
  let rig: Rig;
  useRig((started) => (rig = started));

  it('[V17] counts from the next turn on: instructions and voice, with what was said before', async () => {
    const { core, room } = await rig.agent();
    await rig.person(room, 'anna');
    const ask = async (id: string): Promise<void> => {
      core.command({ type: 'typedTurn', turnId: id as TurnId, identity: 'anna', text: 'Hello' });
      await core.reported<{ turnId: string }>('agent.turnAnswered', ({ turnId }) => turnId === id);
    };
    await ask('first');
    const { persona } = await rig.assignment(room);
    const renewed = rig.provider.log.next('response', ({ connection }) => connection > 1);
    core.command({ type: 'setPersona', persona: { ...persona, instructions: 'Teach German.', voice: 'cedar' } });
    await rig.provider.log.next(
      'clientEvent',
      ({ event }) => event.type === 'session.update' && JSON.stringify(event).includes('Teach German.'),
    );
    // The one before answers until the new one is ready; then it goes.
    await expect.poll(() => rig.provider.log.openSessions).toBe(1);
    await ask('second');
    const { connection } = await renewed;
    const sent = rig.provider.log.clientEvents.filter((record) => record.connection === connection);
    const session = JSON.stringify(sent.map(({ event }) => event));
    expect({ voice: session.includes('cedar'), before: session.includes('Hello') }).toEqual({
      voice: true,
      before: true,
    });
    expect(core.all('agent.problemChanged')).toEqual([]);
  });

  it('[V17] greets whoever comes first, once', async () => {
    const { core, room } = await rig.agent({ assignment: { greeting: 'Welcome home.' } });
    await rig.person(room, 'anna');
    const spoken = await core.reported<{ turn: { text: string; speaker: { kind: string }; final: boolean } }>(
      'agent.turnChanged',
      ({ turn }) => turn.speaker.kind === 'assistant' && turn.final,
    );
    expect(spoken.turn.text).toContain('Welcome home');
  });
});
