/**
 * The agent processes of a talk, on fakes of every port: which one is spare, and when one is given up.
 */
import { beforeEach, describe, expect, it } from 'vitest';
import { aTalk } from './rig.ts';

describe('AgentPool', () => {
  let rig: ReturnType<typeof aTalk>;
  beforeEach(() => {
    rig = aTalk();
  });

  it('[F5] replaces at once a process that died while it was given its provider', async () => {
    rig.pool.keepWarm();
    await rig.clock.advanceAsync(10);
    const first = rig.launcher.latest;
    rig.pool.byId(rig.idOf(first))?.reportedWarm();
    rig.hellos.asked = () => {
      rig.hellos.asked = () => {};
      first.end({ expected: false, code: null, signal: 'SIGKILL' });
    };
    rig.talk.wake();
    await rig.clock.advanceAsync(10);
    expect(rig.launcher.launched).toHaveLength(2);
    const second = await rig.sitDown();
    expect(rig.talk.view).toMatchObject({ agent: { state: 'ready', pid: second.pid }, problem: null });
  });

  it.each([1_200, 3_000, 30_000])(
    '[F7] keeps a healthy agent when its host stood still for %d ms, and replaces one that stays silent then',
    async (stoodStillMs) => {
      rig.talk.wake();
      const agent = await rig.sitDown();
      rig.beat(agent);
      await rig.clock.advanceAsync(900);
      rig.clock.stall(stoodStillMs);
      await rig.clock.advanceAsync(900);
      rig.beat(agent);
      await rig.clock.advanceAsync(900);
      expect(agent.ended).toBe(false);
      await rig.clock.advanceAsync(2_700);
      expect(agent.ended).toBe(true);
    },
  );

  it('[F7] warms no replacement when the host itself stood still', async () => {
    rig.talk.wake();
    const agent = await rig.sitDown();
    rig.beat(agent);
    rig.clock.stall(30_000);
    await rig.clock.advanceAsync(900);
    rig.beat(agent);
    expect(rig.launcher.launched).toHaveLength(1);
  });

  it('[V13] keeps the process that stands by for a planned restart when an agent’s silence was nothing', async () => {
    rig.talk.wake();
    const agent = await rig.sitDown();
    void rig.pool.standBy();
    const standsBy = rig.launcher.latest;
    rig.beat(agent);
    await rig.clock.advanceAsync(2_000);
    rig.beat(agent);
    expect({ launched: rig.launcher.launched.length, ended: standsBy.ended }).toEqual({ launched: 2, ended: false });
  });

  it('[V13] keeps a process that was warmed for a silence and then stands by for a planned restart', async () => {
    rig.talk.wake();
    const agent = await rig.sitDown();
    rig.beat(agent);
    await rig.clock.advanceAsync(2_000);
    void rig.pool.standBy();
    rig.beat(agent);
    expect(rig.launcher.latest.ended).toBe(false);
  });
});
