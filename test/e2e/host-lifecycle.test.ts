/**
 * The host as scripts use it: ready, ended, killed; what is left of it afterwards.
 */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { createInterface } from 'node:readline';
import { afterEach, beforeEach, describe, expect, it, onTestFinished } from 'vitest';
import { cleanEnvironment, startHost } from './rig/host-process.ts';
import type { HostProcess } from './rig/host-process.ts';
import { descendantsOf, isAlive, processesWith } from './rig/process-census.ts';
import { addServer, faultyServer, fixtureServer } from './rig/talking-host.ts';
import { realPid } from '../fixtures/real-pid.ts';

const checkout = path.resolve(import.meta.dirname, '../..');

describe('the host', () => {
  let dataDir: string;
  const hosts: HostProcess[] = [];
  beforeEach(async () => {
    dataDir = await mkdtemp(path.join(tmpdir(), 'parley-life-'));
  });
  afterEach(async () => {
    await Promise.all(hosts.splice(0).map((host) => host.stop()));
    await rm(dataDir, { recursive: true, force: true });
  });

  /** A demo, ended with the test. */
  async function aHost(): Promise<HostProcess> {
    const host = await startHost({ args: ['--demo'], dataDir });
    hosts.push(host);
    return host;
  }

  const allEnded = (processes: readonly number[], timeoutMs: number): Promise<void> =>
    expect.poll(() => processes.filter(isAlive), { timeout: timeoutMs, interval: 100 }).toEqual([]);

  /** A demo with a server that ignores every polite request and has a child in a session of its own. */
  async function aBusyHost(): Promise<{ host: HostProcess; processes: number[]; stubborn: number[] }> {
    const host = await aHost();
    const record = path.join(dataDir, 'stubborn-pids');
    await addServer(host, 'vault', fixtureServer());
    await addServer(host, 'stubborn', [...faultyServer('stubborn-family'), record]);
    await host.json('ask', 'Hello');
    const stubborn = (await readFile(record, 'utf8')).trim().split(/\s+/).map(Number);
    const processes = [...new Set([...descendantsOf(host.pid), ...stubborn])];
    expect(processes.length).toBeGreaterThan(6);
    return { host, processes, stubborn };
  }

  it('[M19] leaves no process after SIGTERM, not even of a stubborn server, and ends with 0 within 10 s', async () => {
    const { host, processes } = await aBusyHost();
    const startedAtMs = performance.now();
    expect(await host.stop()).toBe(0);
    expect(performance.now() - startedAtMs).toBeLessThan(10_000);
    expect(processes.filter(isAlive)).toEqual([]);
    expect(processesWith(dataDir)).toEqual([]);
  });

  it('[F10] leaves no process 15 s after kill -9, a child that called setsid included', async () => {
    const { host, processes, stubborn } = await aBusyHost();
    expect(stubborn).toHaveLength(3);
    host.child.kill('SIGKILL');
    await once(host.child, 'exit');
    await allEnded(processes, 15_000);
  });

  it('[F12] refuses a second host on the profile and names the first', async () => {
    const host = await aHost();
    await expect(startHost({ args: ['--demo'], dataDir })).rejects.toThrow(new RegExp(`\\b${String(host.pid)}\\b`));
    expect(await host.json('status')).toMatchObject({ demo: { sampleFolder: path.join(dataDir, 'sample') } });
  });

  it('keeps its token where only the owner reads it, and takes it away at the end', async () => {
    const host = await aHost();
    const file = path.join(dataDir, 'run.json');
    expect((await stat(file)).mode & 0o777).toBe(0o600);
    expect((await stat(dataDir)).mode & 0o777).toBe(0o700);
    expect(JSON.parse(await readFile(file, 'utf8'))).toMatchObject({ pid: host.pid });
    await host.stop();
    await expect(stat(file)).rejects.toMatchObject({ code: 'ENOENT' });
  });

  it('[F34] says what is wrong with a broken settings file, keeps it aside and runs', async () => {
    await writeFile(path.join(dataDir, 'settings.json'), '{ "mcpServers": { "a": ');
    const host = await aHost();
    const { out } = await host.parley('doctor');
    expect(out).toMatch(/settings\.json/);
    await host.stop();
    const kept = (await import('node:fs')).readdirSync(dataDir).filter((name) => name.startsWith('settings.broken-'));
    expect(await readFile(path.join(dataDir, kept[0] ?? 'none'), 'utf8')).toBe('{ "mcpServers": { "a": ');
  });

  it('starts by npm and ends with it: SIGTERM to npm leaves nothing', async () => {
    const npm = spawn('npm', ['start', '--', '--headless', '--demo', '--port', '0', '--json', '--data-dir', dataDir], {
      cwd: checkout,
      env: cleanEnvironment(),
      stdio: ['ignore', 'pipe', 'ignore'],
    });
    onTestFinished(() => void npm.kill());
    const ready = await new Promise<{ pid: number }>((resolve) => {
      createInterface({ input: npm.stdout }).on(
        'line',
        (line) => line.startsWith('{') && resolve(JSON.parse(line) as { pid: number }),
      );
    });
    const processes = [ready.pid, ...descendantsOf(realPid(npm.pid))];
    npm.kill('SIGTERM');
    await once(npm, 'exit');
    await allEnded(processes, 10_000);
  });
});
