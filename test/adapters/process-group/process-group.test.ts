import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { afterEach, expect, it, vi } from 'vitest';
import { isGroupEmpty, signalGroup, signalProcess } from '../../../src/adapters/process-group/process-group.ts';
import { realPid } from '../../fixtures/real-pid.ts';

afterEach(() => vi.restoreAllMocks());

/** A leader with a child in its group; resolves when both run. */
async function aFamily(): Promise<number> {
  const child = `require('child_process').spawn(process.execPath, ['-e', 'setInterval(() => {}, 1000)'], { stdio: 'ignore' })`;
  const leader = spawn(process.execPath, ['-e', `${child}.once('spawn', () => console.log('up'))`], {
    detached: true,
    stdio: ['ignore', 'pipe', 'ignore'],
  });
  await once(leader.stdout, 'data');
  return realPid(leader.pid);
}

it('[M19] signals everyone in the group, and knows when nobody is left', async () => {
  const leader = await aFamily();
  signalProcess(leader, 'SIGKILL');
  expect(await isGroupEmpty(leader)).toBe(false);
  signalGroup(leader, 'SIGKILL');
  await expect.poll(() => isGroupEmpty(leader)).toBe(true);
  signalGroup(leader, 'SIGKILL');
});

it.each([undefined, 0, 1, -1, Number.NaN])('never signals "%s", which is no process of ours', (id) => {
  const kill = vi.spyOn(process, 'kill').mockReturnValue(true);
  signalGroup(id, 'SIGKILL');
  signalProcess(id, 'SIGKILL');
  expect(kill).not.toHaveBeenCalled();
});
