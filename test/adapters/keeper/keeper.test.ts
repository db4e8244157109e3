import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { createInterface } from 'node:readline';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { ProcessKeeper } from '../../../src/adapters/keeper/keeper.ts';
import { FakeLogger } from '../../fakes/fake-system.ts';
import { keeperProgram, node } from '../mcp-client/connect.ts';
import { isAlive } from '../../fixtures/is-alive.ts';
import { untilTrue } from '../mcp-client/processes.ts';
import { realPid } from '../../fixtures/real-pid.ts';

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'parley-keeper-'));
});
afterAll(() => rm(folder, { recursive: true }));

async function aHost(name: string, ending: string) {
  const host = spawn(node, [path.join(import.meta.dirname, 'host.script.ts'), path.join(folder, name), ending], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const exited = once(host, 'exit');
  const [line] = (await once(createInterface({ input: host.stdout }), 'line')) as [string];
  const told = JSON.parse(line) as { keeper: number; pids: number[] };
  return { host, exited, ...told };
}

test('[M19] F10 kill -9 of the host leaves none of its servers, nor a child that left its group, nor one not yet registered', async () => {
  const { host, exited, keeper, pids } = await aHost('killed.txt', 'stay');
  expect(pids).toHaveLength(5);
  expect(pids.filter(isAlive)).toEqual(pids);
  host.kill('SIGKILL');
  await exited;
  expect(await untilTrue(() => ![...pids, keeper].some(isAlive), 8_000)).toBe(true);
});

test('[M19] a host that says goodbye takes everything with it, the keeper last', async () => {
  const { exited, keeper, pids } = await aHost('polite.txt', 'polite');
  expect(await exited).toEqual([0, null]);
  expect([...pids, keeper].filter(isAlive)).toEqual([]);
});

test('[M19] a keeper that is killed is started again and told everything anew', async () => {
  const logger = new FakeLogger();
  const keeper = new ProcessKeeper({ node, program: keeperProgram, logger });
  const first = realPid(keeper.pid);
  process.kill(first, 'SIGKILL');
  expect(await untilTrue(() => keeper.pid !== null && keeper.pid !== first, 5_000)).toBe(true);
  expect(logger.messages('warn')).toEqual(['the keeper ended and is started again']);
  const second = realPid(keeper.pid);
  await keeper.close();
  expect(isAlive(second)).toBe(false);
});

test('a sweep ends only what carries the longer marker it was given', async () => {
  const keeper = new ProcessKeeper({ node, program: keeperProgram, logger: new FakeLogger() });
  const [[name, value] = ['', '']] = Object.entries(keeper.marker);
  const start = (mark: string): number =>
    realPid(
      spawn('sleep', ['300'], { detached: true, stdio: 'ignore', env: { PATH: '/usr/bin:/bin', [name]: mark } }).pid,
    );
  const [one, two] = [start(`${value}.one`), start(`${value}.onemore`)];
  await keeper.sweep(`${value}.one`);
  expect([isAlive(one), isAlive(two)]).toEqual([false, true]);
  await keeper.sweep();
  expect(isAlive(two)).toBe(false);
  await keeper.close();
});
