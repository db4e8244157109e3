/**
 * Who can set `NODE_OPTIONS` for the host, as a login script of another program can, runs no code in what the host starts:
 * the agent, which holds the provider's key and the sound, the keeper, the servers.
 */
import { readFileSync } from 'node:fs';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { startHost } from '../e2e/rig/host-process.ts';
import type { HostProcess } from '../e2e/rig/host-process.ts';
import { commandLineOf, descendantsOf } from '../e2e/rig/process-census.ts';
import { addServer, fixtureServer } from '../e2e/rig/talking-host.ts';

let folder: string;
let mark: string;
let host: HostProcess;

beforeAll(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'parley-trap-'));
  mark = path.join(folder, 'ran');
  const trap = path.join(folder, 'trap.cjs');
  await writeFile(trap, `require('node:fs').appendFileSync(${JSON.stringify(mark)}, process.pid + '\\n')`);
  host = await startHost({ args: ['--demo'], environment: { NODE_OPTIONS: `--require=${trap}`, NODE_PATH: folder } });
});
afterAll(async () => {
  await host.stop();
  await rm(folder, { recursive: true, force: true });
});

it('[S7] neither the agent nor any other child of the host loads what NODE_OPTIONS names', async () => {
  await addServer(host, 'tools', fixtureServer());
  const { answer } = await host.json<{ answer: string }>('ask', 'Hello');
  expect(answer).not.toBe('');
  const children = descendantsOf(host.pid);
  for (const program of ['agent', 'keeper', 'demo-provider', 'livekit-server', 'sdk-server']) {
    expect(children.map(commandLineOf).filter((line) => line.includes(program))).not.toEqual([]);
  }
  const trapped = (await readFile(mark, 'utf8')).trim().split('\n').map(Number);
  expect(children.filter((pid) => trapped.includes(pid))).toEqual([]);
  const told = children.filter((pid) => /\0NODE_(OPTIONS|PATH)=/.test(`\0${environmentOf(pid)}`));
  expect(told.map(commandLineOf)).toEqual([]);
  // The control: the host itself, which anybody starts as they like, did load it.
  expect(trapped).toContain(host.pid);
});

function environmentOf(pid: number): string {
  try {
    return readFileSync(`/proc/${String(pid)}/environ`, 'utf8');
  } catch {
    // It ended meanwhile.
    return '';
  }
}
