import { spawn } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { AgentProcessLauncher } from '../../../src/adapters/agent-process/agent-process-launcher.ts';
import { readLines } from '../../../src/adapters/agent-process/output-lines.ts';
import type { AgentChannel, Logger } from '../../../src/core/ports.ts';
import { FakeKeeper } from '../../fakes/fake-keeper.ts';
import { isAlive } from '../../fixtures/is-alive.ts';

const root = path.resolve(import.meta.dirname, '../../..');
const hello = {
  hello: {
    provider: {
      baseUrl: 'http://127.0.0.1:9/v1',
      apiKey: 'sk-canary',
      model: 'm',
      voice: 'v',
      brain: 'realtime' as const,
      pipeline: {
        transcription: { baseUrl: 'http://x.test', apiKey: 'k', model: 'm' },
        completion: { baseUrl: 'http://x.test', apiKey: 'k', model: 'm' },
        speech: { baseUrl: 'http://x.test', apiKey: 'k', model: 'm', voice: 'v', format: 'pcm' as const },
      },
    },
    logLevel: 'warn' as const,
  },
};

const nextMessage = (channel: AgentChannel): Promise<unknown> => new Promise((resolve) => channel.onMessage(resolve));
const exitOf = (channel: AgentChannel): Promise<{ expected: boolean; code: number | null; signal: string | null }> =>
  new Promise((resolve) => channel.onExit(resolve));

describe('the launcher of agent processes', () => {
  let folder: string;
  const keeper = new FakeKeeper();
  const lines: string[] = [];
  const logger: Logger = { log: (_level, message, fields) => void lines.push(`${message} ${JSON.stringify(fields)}`) };

  beforeAll(() => {
    folder = mkdtempSync(path.join(tmpdir(), 'parley-launcher-'));
  });
  afterAll(() => rmSync(folder, { recursive: true, force: true }));

  function launch(source: string, env: NodeJS.ProcessEnv = process.env): AgentChannel {
    const entry = path.join(folder, `${Math.random().toString(36).slice(2)}.mjs`);
    writeFileSync(entry, source);
    return new AgentProcessLauncher({ nodePath: process.execPath, entry, env, keeper, logger }).launch();
  }

  it('has room for what an agent makes while it joins, so that V8 collects nothing meanwhile', async () => {
    const channel = launch(
      `import { PerformanceObserver } from 'node:perf_hooks';
      let collections = 0;
      new PerformanceObserver((list) => { collections += list.getEntries().length; }).observe({ entryTypes: ['gc'] });
      process.on('message', () => {
        for (let made = 0; made < 2; made++) Array.from({ length: 100_000 }, (_, at) => ({ at }));
        setImmediate(() => setImmediate(() => process.send(collections)));
      });`,
    );
    const answer = nextMessage(channel);
    channel.hello(hello);
    expect(await answer).toBe(0);
    channel.kill();
  });

  it('sends the hello first, then what the bridge says, and nothing of our environment but an allow-list', async () => {
    const channel = launch(
      `const got = []; process.on('message', (message) => { got.push(message); if (got.length === 2) process.send({ got, env: process.env, argv: process.argv }); });`,
      { ...process.env, OPENAI_API_KEY: 'sk-leak', LIVEKIT_API_SECRET: 'secret-leak', NODE_OPTIONS: '--no-warnings' },
    );
    const answer = nextMessage(channel);
    channel.hello(hello);
    channel.send({ id: 1 });
    const { got, env, argv } = (await answer) as { got: unknown[]; env: Record<string, string>; argv: string[] };
    expect(got).toEqual([hello, { id: 1 }]);
    expect(env).toMatchObject({ PARLEY_TEST_MARKER: 'test', PATH: process.env.PATH });
    expect(JSON.stringify([env, argv])).not.toMatch(/leak|canary|NODE_OPTIONS/);
    expect(keeper.watched.has(channel.pid)).toBe(true);
    await channel.stop();
    expect(keeper.watched.has(channel.pid)).toBe(false);
  });

  it('[M19] stops within seconds a process that ignores it, with everything it started', async () => {
    const channel = launch(
      `import { spawn } from 'node:child_process'; process.on('SIGTERM', () => {});
       const child = spawn(process.execPath, ['-e', 'process.on("SIGTERM", () => {}); setInterval(() => {}, 1000)']); process.send(child.pid); setInterval(() => {}, 1000);`,
    );
    const grandchild = (await nextMessage(channel)) as number;
    const exit = exitOf(channel);
    await channel.stop();
    expect(await exit).toEqual({ expected: true, code: null, signal: 'SIGKILL' });
    await expect.poll(() => isAlive(grandchild)).toBe(false);
  });

  it('logs what was said last before an end that nobody asked for, at every level', async () => {
    const loud: string[] = [];
    const log: Logger['log'] = (level, _message, fields) => {
      if (level !== 'debug') loud.push(`${level} ${JSON.stringify(fields)}`);
    };
    const entry = path.join(folder, 'crashing.mjs');
    writeFileSync(entry, `process.stderr.write('it broke here\\n'); process.exitCode = 70; process.disconnect();`);
    new AgentProcessLauncher({ nodePath: process.execPath, entry, env: process.env, keeper, logger: { log } }).launch();
    await expect.poll(() => loud.join()).toMatch(/^warn .*"code":70.*"pii":\{"lastWords":\["it broke here"\]/);
  });

  it('tells an end that nobody asked for, also to who asks later, and a program that is not there', async () => {
    const channel = launch('process.exit(7)');
    expect(await exitOf(channel)).toEqual({ expected: false, code: 7, signal: null });
    expect(await exitOf(channel)).toEqual({ expected: false, code: 7, signal: null });
    const missing = new AgentProcessLauncher({
      nodePath: '/no/such/node',
      entry: 'x.mjs',
      env: {},
      keeper,
      logger,
    }).launch();
    expect(await exitOf(missing)).toMatchObject({ expected: false, code: null });
  });

  it('[F10] the agent ends when its parent is killed', async () => {
    const parent = spawn(
      process.execPath,
      [
        '-e',
        `const child = require('node:child_process').spawn(process.execPath, [process.argv[1]], { stdio: ['ignore', 'ignore', 'ignore', 'ipc'], detached: true }); child.send(${JSON.stringify(hello)}); child.on('message', (message) => { if (message.method === 'agent.warm') console.log(child.pid); });`,
        path.join(root, 'src/agent/agent.ts'),
      ],
      { stdio: ['ignore', 'pipe', 'inherit'] },
    );
    const pid = await new Promise<number>((resolve) => parent.stdout.once('data', (text) => resolve(Number(text))));
    expect(isAlive(pid)).toBe(true);
    parent.kill('SIGKILL');
    await expect.poll(() => isAlive(pid), { timeout: 5000 }).toBe(false);
  });
});

describe('the lines of an output', () => {
  it('are bounded, whole across chunks, and never empty', () => {
    const lines: string[] = [];
    const read = readLines((line) => lines.push(line));
    for (const text of ['one', ' two\n\nthr', 'ee\n', 'x'.repeat(20_000), 'y\n', 'last']) read(text);
    expect(lines.map((line) => line.slice(0, 8))).toEqual(['one two', 'three', 'xxxxxxxx']);
    expect(lines[2]).toHaveLength(8192);
  });
});
