/**
 * `parley mcp …` where no host runs: the servers start with the command, and nobody but its terminal can approve a call.
 */
import { afterEach, describe, expect, it } from 'vitest';
import type { Approval, ServerView, ToolResult } from '../../src/contract/index.ts';
import { CallId } from '../../src/contract/index.ts';
import { FakeApp } from '../fakes/fake-app.ts';
import { FakeTerminal } from '../fakes/fake-terminal.ts';
import { openRig } from './cli-rig.ts';
import type { Rig } from './cli-rig.ts';
import { aServerView } from '../fixtures/server-view.ts';

let rig: Rig;
afterEach(() => rig.close());

const aServer = (name: string, state: ServerView['state']): ServerView =>
  aServerView(name, { state, tools: state === 'ready' ? 2 : 0 });

describe('servers that start with the command', () => {
  const starting = [aServer('slow', 'starting'), aServer('files', 'starting')];

  it('[M4] mcp list shows how each start went, not that it began', async () => {
    const app = new FakeApp({ 'mcp.list': () => starting });
    app.states.set('mcp.serversChanged', starting);
    rig = await openRig({ offline: app });
    const ran = rig.run('mcp', 'list', '--json');
    await app.subscribed('mcp.serversChanged');
    app.emit('mcp.serversChanged', [aServer('slow', 'starting'), aServer('files', 'ready')]);
    app.emit('mcp.serversChanged', [aServer('slow', 'failed'), aServer('files', 'ready')]);
    expect(JSON.parse((await ran).output)).toMatchObject([
      { name: 'slow', state: 'failed' },
      { name: 'files', state: 'ready', tools: 2 },
    ]);
  });

  it('[M4] a call waits for its own server and for no other', async () => {
    const app = new FakeApp({
      'mcp.list': () => starting,
      'mcp.call': () => ({ content: [{ type: 'text', text: 'done' }] }),
    });
    app.states.set('mcp.serversChanged', starting);
    app.states.set('approvals.changed', []);
    rig = await openRig({ offline: app });
    const terminal = new FakeTerminal({ interactive: true });
    const ran = rig.runWith(terminal, 'mcp', 'call', 'files', 'list');
    await app.subscribed('mcp.serversChanged');
    expect(app.calls.map(({ method }) => method)).toEqual(['mcp.list']);
    app.emit('mcp.serversChanged', [aServer('slow', 'starting'), aServer('files', 'ready')]);
    expect(await ran).toEqual({ code: 0, output: 'done\n', errors: 'Starting files …\n' });
  });

  it('[M4] says once that a start takes long, to a person who waits', async () => {
    const app = new FakeApp({ 'mcp.list': () => starting });
    app.states.set('mcp.serversChanged', starting);
    rig = await openRig({ offline: app });
    const terminal = new FakeTerminal({ interactive: true });
    const ran = rig.runWith(terminal, 'mcp', 'list');
    await app.subscribed('mcp.serversChanged');
    const cause = { code: 'mcp/still-starting', message: 'Still starting. It may be downloading.' } as const;
    const slow = { ...aServer('slow', 'starting'), cause };
    app.emit('mcp.serversChanged', [slow, aServer('files', 'starting')]);
    app.emit('mcp.serversChanged', [slow, aServer('files', 'ready')]);
    app.emit('mcp.serversChanged', [aServer('slow', 'ready'), aServer('files', 'ready')]);
    expect((await ran).errors).toBe('Starting slow, files …\nslow: Still starting. It may be downloading.\n');
  });

  it.each([
    [['settings', 'get'], false],
    [['secret', 'list'], false],
    [['history', 'list'], false],
    [['log'], false],
    [['mcp', 'export'], false],
    [['mcp', 'list'], true],
    [['mcp', 'enable', 'files'], true],
    [['doctor'], true],
  ])('%j starts no program unless it is about servers', async (args, servers) => {
    const app = new FakeApp({
      'settings.get': () => ({}),
      'secrets.list': () => ({ secrets: [], warning: null }),
      'history.list': () => [],
      'log.list': () => [],
      'mcp.export': () => ({ mcpServers: {}, secrets: [] }),
      'mcp.list': () => [],
      'mcp.setEnabled': () => aServer('files', 'ready'),
      'doctor.run': () => [],
    });
    rig = await openRig({ offline: app });
    expect(await rig.run(...args)).toMatchObject({ code: 0, errors: '' });
    expect(rig.offlineStarts).toEqual([{ servers }]);
  });

  it('with a host nothing is waited for', async () => {
    rig = await openRig({ running: new FakeApp({ 'mcp.list': () => starting }) });
    const terminal = new FakeTerminal({ interactive: true });
    expect(await rig.runWith(terminal, 'mcp', 'list')).toMatchObject({
      code: 0,
      output: expect.stringContaining('starting') as string,
      errors: '',
    });
  });
});

describe('a call by hand that waits for approval', () => {
  const waiting: Approval = {
    id: CallId.parse('c1'),
    server: 'files',
    tool: 'write_file',
    arguments: { path: 'a\u202e.txt' },
    description: '',
    destructive: false,
    changed: null,
    room: null,
    byVoice: false,
    requestedAtMs: 0,
    expiresAtMs: 30_000,
  };
  const call = ['mcp', 'call', 'files', 'write_file', JSON.stringify(waiting.arguments)];

  /** An app whose call ends with its answer; `other`: a call of somebody else that waits beside it. */
  function anApp(other: Approval[] = []): FakeApp {
    let answered: (result: ToolResult) => void = () => undefined;
    const app: FakeApp = new FakeApp({
      'mcp.list': () => [aServer('files', 'ready')],
      'mcp.call': async () => {
        const result = new Promise<ToolResult>((resolve) => (answered = resolve));
        await app.subscribed('approvals.changed');
        app.emit('approvals.changed', [...other, waiting]);
        app.emit('approvals.changed', [...other, waiting]);
        return result;
      },
      'approvals.answer': ({ answer }) => answered({ content: [{ type: 'text', text: answer }] }),
    });
    app.states.set('approvals.changed', []);
    return app;
  }

  it.each([
    ['y', 'once'],
    ['', 'deny'],
    ['yep', 'deny'],
  ])(
    '[M12] without a host the terminal asks, shows what will be sent, and takes "%s" for %s',
    async (answer, given) => {
      rig = await openRig({ offline: anApp() });
      const ran = await rig.runWith(new FakeTerminal({ interactive: true, answer }), ...call);
      expect(ran).toEqual({
        code: 0,
        output: `${given}\n`,
        errors: [
          'files > write_file asks for your approval.',
          String.raw`  path: "a\u{202e}.txt"`,
          'Let it run this once? [y/N] ',
        ].join('\n'),
      });
    },
  );

  it('[M12] without a host and without a terminal it is refused at once, with what to do', async () => {
    const app = anApp();
    rig = await openRig({ offline: app });
    expect(await rig.run(...call)).toEqual({
      code: 1,
      output: '',
      errors:
        '"write_file" asks for your approval, and nobody can be asked here. Nothing was sent. ' +
        'Start Parley and call it again, then answer there.\n',
    });
    expect(app.closed).toBe(1);
  });

  it('[M12] with a host it says once where to answer; calls of others are not told', async () => {
    const app = anApp([{ ...waiting, id: CallId.parse('c0'), arguments: { path: 'other' } }]);
    rig = await openRig({ running: app });
    const ran = rig.run(...call, '--json');
    await app.subscribed('approvals.changed');
    const words = 'waits for your approval, in the window or here: parley approve c1  (or: parley deny c1)';
    await expect.poll(() => app.calls.map(({ method }) => method)).toContain('mcp.call');
    await rig.run('approve', 'c1');
    expect(await ran).toMatchObject({
      code: 0,
      errors: `files > write_file ${words}\n${String.raw`  path: "a\u{202e}.txt"`}\n`,
    });
  });
});
