/**
 * Wrong use, help, exit codes, and where commands find the app.
 */
import { once } from 'node:events';
import { createServer } from 'node:net';
import type { AddressInfo } from 'node:net';
import { afterEach, describe, expect, it } from 'vitest';
import { connectToRunningHost } from '../../src/cli/running-host.ts';
import { AppError } from '../../src/contract/index.ts';
import { FakeApp } from '../fakes/fake-app.ts';
import { FakeTerminal } from '../fakes/fake-terminal.ts';
import { openRig } from './cli-rig.ts';
import type { Rig } from './cli-rig.ts';

let rig: Rig;
afterEach(() => rig.close());

describe('wrong use exits with 2, one sentence on stderr and nothing on stdout', () => {
  it.each([
    [['nonsense']],
    [['mcp', 'nonsense']],
    [['mcp', 'show']],
    [['ask']],
    [['ask', 'one', 'two']],
    [['status', '--nonsense']],
    [['talk', 'sideways']],
    [['host', '--port', 'eighty']],
    [['host', '--port', '70000']],
    [['room', 'token', 'main', 'me', '--ttl', 'soon']],
    [['room', 'token', 'main', 'me', '--role', 'god']],
    [['mcp', 'call', 'files', 'read', '{broken']],
    [['mcp', 'call', 'files', 'read', '[1]']],
    [['mcp', 'add', 'files', '--yes']],
    [['mcp', 'add', 'files', '--yes', '--url', 'http://x.example/', '--', 'npx']],
    [['mcp', 'add', 'files', '--yes', '--url', 'no address']],
    [['mcp', 'add', 'files', '--approval', 'sometimes', '--', 'npx']],
    [['mcp', 'add', 'files', '--yes', '--env', 'NOVALUE', '--', 'npx']],
    [['mcp', 'add', 'files', '--', 'npx', '-y', 'server']],
    [['ask', ' ']],
    [['secret', 'set', 'openai']],
    [['secret', 'set', 'openai', '--stdin']],
  ])('%j', async (args) => {
    rig = await openRig({ offline: new FakeApp() });
    const ran = await rig.run(...args);
    expect({ code: ran.code, output: ran.output }).toEqual({ code: 2, output: '' });
    expect(ran.errors).toMatch(/^\S.*\n$/);
  });

  it.each([[[]], [['mcp']], [['room']]])('%j shows the help there', async (args) => {
    rig = await openRig();
    const ran = await rig.run(...args);
    expect({ code: ran.code, output: ran.output }).toEqual({ code: 2, output: '' });
    expect(ran.errors).toContain('Usage: parley');
  });
});

describe('help', () => {
  it.each([
    [['--help']],
    [['mcp', '--help']],
    [['mcp', 'add', '--help']],
    [['room', 'token', '-h']],
    [['host', '--help']],
    [['ask', '--help']],
  ])('%j is no failure and names the global options', async (args) => {
    rig = await openRig();
    const ran = await rig.run(...args);
    expect({ code: ran.code, errors: ran.errors }).toEqual({ code: 0, errors: '' });
    expect(ran.output).toContain('--data-dir');
    expect(ran.output).toContain('--json');
  });

  it('the version is printed', async () => {
    rig = await openRig();
    expect(await rig.run('--version')).toEqual({ code: 0, output: '1.2.3\n', errors: '' });
  });
});

describe('finding the app', () => {
  it.each([
    [['status']],
    [['ask', 'hello']],
    [['approvals']],
    [['approve', 'x']],
    [['deny', 'x']],
    [['talk', 'down']],
    [['room', 'list']],
    [['log', '--follow']],
  ])('%j says so where no host runs', async (args) => {
    rig = await openRig({ offline: new FakeApp() });
    const ran = await rig.run(...args);
    expect({ code: ran.code, output: ran.output }).toEqual({ code: 1, output: '' });
    expect(ran.errors).toBe(
      'Parley is not running with this data folder. Start it with "npm start" or "parley host".\n',
    );
  });

  it('works with the core in this process where no host runs, and ends it', async () => {
    const offline = new FakeApp({ 'mcp.list': () => [] });
    rig = await openRig({ offline });
    expect(await rig.run('mcp', 'list', '--json')).toEqual({ code: 0, output: '[]\n', errors: '' });
    expect(offline.closed).toBe(1);
  });

  it.each([
    ['a process that is gone', { pid: 2 ** 22 + 1 }],
    ['a port where nobody answers', { url: 'http://127.0.0.1:1' }],
  ])('counts a run.json of %s as no host', async (_title, runFile) => {
    rig = await openRig({
      running: new FakeApp(),
      offline: new FakeApp({ 'settings.get': () => 'hands-free' }),
      runFile,
    });
    expect(await rig.run('settings', 'get', 'talk.mode')).toEqual({ code: 0, output: 'hands-free\n', errors: '' });
  });

  it('names the process that holds the profile and does not answer', async () => {
    const silent = createServer().listen(0, '127.0.0.1');
    await once(silent, 'listening');
    const { port } = silent.address() as AddressInfo;
    rig = await openRig({ runFile: { url: `http://127.0.0.1:${port}` } });
    const end = `Parley (process ${process.pid}) does not answer. End it, then start it again.`;
    await expect(connectToRunningHost(rig.dataDir, null, 50)).rejects.toMatchObject({
      code: 'host/not-running',
      message: end,
    });
    silent.close();
  });

  it('takes the global options before and after the command', async () => {
    const app = new FakeApp({ 'rooms.list': () => [] });
    app.states.set('share.changed', { lockedRooms: [], invites: [] });
    rig = await openRig({ running: app });
    expect((await rig.run('--json', 'room', 'list')).output).toBe('[]\n');
    expect((await rig.run('room', 'list', '--json')).output).toBe('[]\n');
    expect((await rig.run('room', '--data-dir', `${rig.dataDir}/other`, 'list')).code).toBe(1);
  });

  it('what the app calls a bad input is wrong use, exit code 2', async () => {
    const refuse = (): never => {
      throw new AppError('bridge/bad-input', 'A token lasts from 1 second to 24 hours.');
    };
    rig = await openRig({ running: new FakeApp({ 'rooms.mintToken': refuse }) });
    expect(await rig.run('room', 'token', 'main', 'me', '--ttl', '25h')).toEqual({
      code: 2,
      output: '',
      errors: 'A token lasts from 1 second to 24 hours.\n',
    });
  });

  it('a question in a room that cannot be is wrong use, though Parley runs', async () => {
    rig = await openRig({ running: new FakeApp() });
    expect(await rig.run('ask', '--room', 'my room', 'hi')).toEqual({
      code: 2,
      output: '',
      errors: 'A room name has 1 to 64 letters, digits, dots, dashes or underscores.\n',
    });
  });

  it('a failure of the app is its sentence and exit code 1', async () => {
    const refuse = (): never => {
      throw new AppError('approvals/unknown', 'No call of that id waits; it may have expired.');
    };
    rig = await openRig({ running: new FakeApp({ 'approvals.answer': refuse }) });
    expect(await rig.run('approve', 'nope', '--json')).toEqual({
      code: 1,
      output: '',
      errors: 'No call of that id waits; it may have expired.\n',
    });
  });

  it('an interrupted command ends its core', async () => {
    const offline = new FakeApp({ 'mcp.test': () => new Promise<never>(() => undefined) });
    rig = await openRig({ offline });
    const terminal = new FakeTerminal();
    const ran = rig.runWith(terminal, 'mcp', 'test', 'files');
    await expect.poll(() => offline.calls.length).toBe(1);
    terminal.interrupt();
    expect((await ran).code).toBe(1);
    expect(offline.closed).toBe(1);
  });

  it('host is given its options', async () => {
    const given: unknown[] = [];
    rig = await openRig({ onHost: (options) => (given.push(options), Promise.resolve(7)) });
    expect((await rig.run('host', '--demo', '--port', '4000', '--json')).code).toBe(7);
    expect(given).toEqual([{ json: true, dataDir: rig.dataDir, port: 4000, demo: true }]);
  });
});
