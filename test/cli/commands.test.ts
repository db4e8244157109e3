/**
 * What each command asks of the app and prints, over the real wire.
 */
import { afterEach, describe, expect, it } from 'vitest';
import type { AppStatus, CallRecord, LogQuery, ServerView } from '../../src/contract/index.ts';
import { CallId, ConversationId, RoomName, ServerEntry } from '../../src/contract/index.ts';
import { FakeApp } from '../fakes/fake-app.ts';
import { FakeCallLog } from '../fakes/fake-stores.ts';
import { FakeTerminal } from '../fakes/fake-terminal.ts';
import { openRig } from './cli-rig.ts';
import type { Rig } from './cli-rig.ts';
import { aServerView } from '../fixtures/server-view.ts';

let rig: Rig;
afterEach(() => rig.close());

const main = RoomName.parse('main');

function aServer(changes: Partial<ServerView> = {}): ServerView {
  return aServerView('files', {
    state: 'ready',
    tools: 14,
    era: 'legacy',
    pid: 12,
    version: '1.0',
    lastReadyAtMs: 1,
    entry: ServerEntry.parse({ command: 'npx', env: { TOKEN: 'canary-in-entry' } }),
    ...changes,
  });
}

function aRecord(changes: Partial<CallRecord> = {}): CallRecord {
  return {
    id: CallId.parse('c1'),
    server: 'files',
    tool: 'read_file',
    arguments: { path: 'a.txt' },
    result: { content: [{ type: 'text', text: 'marmalade' }] },
    error: null,
    startedAtMs: 1_700_000_000_000,
    durationMs: 120,
    room: 'main',
    device: null,
    approval: 'once',
    ...changes,
  };
}

describe('status and servers', () => {
  it('mcp list --json has the stable fields and no entry', async () => {
    rig = await openRig({ running: new FakeApp({ 'mcp.list': () => [aServer()] }) });
    const ran = await rig.run('mcp', 'list', '--json');
    expect(JSON.parse(ran.output)).toMatchObject([
      { name: 'files', state: 'ready', tools: 14, era: 'legacy', cause: null },
    ]);
    expect(ran.output).not.toContain('canary-in-entry');
  });

  it('mcp list is a table, and a cause cannot steer the terminal', async () => {
    const failed = aServer({
      state: 'failed',
      cause: { code: 'mcp/exited', message: 'It ended: \u001b[2Jboom\u202e' },
    });
    rig = await openRig({ running: new FakeApp({ 'mcp.list': () => [failed] }) });
    const { output } = await rig.run('mcp', 'list');
    expect(output).toBe(
      'SERVER  STATE   TOOLS  ERA     APPROVAL  CAUSE\nfiles   failed  14     legacy  ask       It ended:  [2Jboom\n',
    );
  });

  it('status --json is what the contract says', async () => {
    const status: AppStatus = {
      room: main,
      agent: { state: 'ready', pid: 7 },
      provider: { brain: 'realtime', simulated: true, configured: true, source: 'demo' },
      livekit: { state: 'ready', url: 'ws://127.0.0.1:7880', pid: 8, cause: null },
      mcp: [aServer()],
      demo: { sampleFolder: '/data/sample' },
      version: '0.1.0',
      dataDir: '/data',
      problems: [] as never[],
      shortcutNote: null,
    };
    rig = await openRig({ running: new FakeApp({ 'status.get': () => status }) });
    const json = JSON.parse((await rig.run('status', '--json')).output) as Record<string, unknown>;
    expect(json).toMatchObject({ ...status, mcp: [{ name: 'files', state: 'ready' }] });
    expect((await rig.run('status')).output).toContain('simulated model');
  });

  it('mcp test exits with 1 and the reason when it cannot connect', async () => {
    const cause = { code: 'mcp/unreachable', message: 'Nobody answers at this address.' } as const;
    const nothing = { era: null, version: null, capabilities: {}, tools: [] };
    const report = { ...nothing, ok: false, cause, steps: [], failedAt: 'answered' as const };
    const app = new FakeApp({ 'mcp.test': () => report });
    rig = await openRig({ running: app });
    const ran = await rig.run('mcp', 'test', 'http://127.0.0.1:1/mcp', '--json');
    expect({ ...ran, output: JSON.parse(ran.output) as unknown }).toEqual({
      code: 1,
      output: report,
      errors: `${cause.message}\n`,
    });
    await rig.run('mcp', 'test', 'files');
    const testId = expect.any(String) as string;
    expect(app.calls.map(({ input }) => input)).toEqual([
      { entry: { url: 'http://127.0.0.1:1/mcp' }, testId },
      { name: 'files', testId },
    ]);
  });

  it('[M6] mcp test prints the steps as they pass, each once, also of a server that is started once more', async () => {
    const found = { step: 'found', program: '/usr/bin/npx' } as const;
    const again = [found, { step: 'started', pid: 8 } as const];
    const answered = { step: 'answered', era: 'legacy', version: '1.0' } as const;
    const cause = { code: 'mcp/exited', message: 'The server ended.' } as const;
    const nothing = { era: null, version: null, capabilities: {}, tools: [] };
    const app: FakeApp = new FakeApp({
      'mcp.test': ({ testId }) => {
        app.emit('mcp.testProgressed', { testId: 'another', steps: [{ step: 'started', pid: 1 }], at: 'answered' });
        app.emit('mcp.testProgressed', { testId, steps: [found, { step: 'started', pid: 7 }], at: 'answered' });
        app.emit('mcp.testProgressed', { testId, steps: [found], at: 'started' });
        app.emit('mcp.testProgressed', { testId, steps: again, at: 'answered' });
        return { ...nothing, ok: false, cause, steps: [...again, answered], failedAt: 'listed' };
      },
    });
    rig = await openRig({ running: app });
    expect(await rig.run('mcp', 'test', 'files')).toEqual({
      code: 1,
      output:
        'Program found: /usr/bin/npx\nStarted: process 7\nStarted: process 8\nConnected: era legacy, version 1.0\n',
      errors: 'The server ended.\n',
    });
  });

  it("mcp call prints the server's result and exits with 1 on its error", async () => {
    const result = { content: [{ type: 'text', text: 'no such file' }], isError: true };
    const app = new FakeApp({ 'mcp.list': () => [aServer()], 'mcp.call': () => result });
    app.states.set('approvals.changed', []);
    rig = await openRig({ running: app });
    const ran = await rig.run('mcp', 'call', 'files', 'read_file', '{"path":"x"}', '--json');
    expect({ code: ran.code, output: JSON.parse(ran.output) as unknown }).toEqual({ code: 1, output: result });
    const asked = app.calls.find(({ method }) => method === 'mcp.call');
    expect(asked?.input).toEqual({ name: 'files', tool: 'read_file', arguments: { path: 'x' } });
    expect((await rig.run('mcp', 'call', 'files', 'read_file')).output).toBe('no such file\n');
  });
});

describe('history', () => {
  const conversation = {
    id: ConversationId.parse('c-1'),
    room: main,
    title: 'What is in my folder?',
    startedAtMs: 1,
    endedAtMs: 2,
    turns: 2,
    found: null,
  };

  it('[V15] lists, with the search handed on', async () => {
    const app = new FakeApp({ 'history.list': () => [conversation] });
    rig = await openRig({ running: app });
    expect(JSON.parse((await rig.run('history', 'list', '--json', '--search', 'folder')).output)).toEqual([
      conversation,
    ]);
    expect(app.calls[0]?.input).toEqual({ limit: 100, search: 'folder' });
    expect((await rig.run('history', 'list')).output).toMatch(/c-1 .* main  2 {6}What is in my folder\?/);
  });

  it('[V15] says that no more than 1000 are listed, instead of listing fewer than asked for', async () => {
    const app = new FakeApp({ 'history.list': () => [conversation] });
    rig = await openRig({ running: app });
    expect((await rig.run('history', 'list', '--limit', '1000')).code).toBe(0);
    expect(await rig.run('history', 'list', '--limit', '1001')).toMatchObject({
      code: 2,
      errors: 'At most 1000 conversations are listed; narrow with --search.\n',
    });
    expect(app.calls.map(({ input }) => input)).toEqual([{ limit: 1000 }]);
    expect((await rig.run('history', 'list', '--help')).output).toContain('up to 1000');
  });

  it('[V15] exports and deletes one, or all when that is said', async () => {
    const app = new FakeApp({
      'history.export': () => ({ fileName: 'x.md', mediaType: 'text/markdown', text: '# Title\n' }),
      'history.delete': () => ({ deleted: 1 }),
    });
    rig = await openRig({ running: app });
    expect((await rig.run('history', 'export', 'c-1')).output).toBe('# Title\n');
    expect((await rig.run('history', 'export', 'c-1', '--format', 'pdf')).code).toBe(2);
    expect((await rig.run('history', 'delete')).code).toBe(2);
    expect((await rig.run('history', 'delete', 'c-1', '--all')).code).toBe(2);
    expect((await rig.run('history', 'delete', 'c-1')).output).toBe('One conversation is deleted.\n');
    await rig.run('history', 'delete', '--all');
    expect(app.calls.map(({ input }) => input)).toEqual([
      { id: 'c-1', format: 'markdown' },
      { id: 'c-1' },
      { all: true },
    ]);
  });
});

/** An app with these calls in its log. */
function logApp(...records: CallRecord[]): FakeApp {
  const log = new FakeCallLog();
  log.records.push(...records);
  return new FakeApp({ 'log.list': ({ limit = 100, ...query }) => log.list({ ...(query as LogQuery), limit }) });
}

describe('log', () => {
  it('[M16] lists newest first with the filters handed on', async () => {
    const app = logApp(aRecord());
    rig = await openRig({ running: app });
    const ran = await rig.run('log', '--json', '--server', 'files', '--search', 'marmalade', '--outcome', 'done');
    expect(JSON.parse(ran.output)).toEqual([aRecord()]);
    expect(app.calls[0]?.input).toEqual({ limit: 100, server: 'files', search: 'marmalade', outcome: 'done' });
    expect((await rig.run('log')).output).toContain('files   read_file  0.12 s  done     {"path":"a.txt"}');
    expect((await rig.run('log', '--since', '1h', '--json')).output).toBe('[]\n');
  });

  it('says whether there is no call at all, or only none that fits', async () => {
    rig = await openRig({ running: new FakeApp({ 'log.list': () => [], 'mcp.list': () => [], 'mcp.logs': () => [] }) });
    const said = [['log'], ['log', '--search', 'zebra'], ['mcp', 'logs', 'files']].map((args) => rig.run(...args));
    expect((await Promise.all(said)).map(({ output }) => output)).toEqual([
      'No tool calls yet.\n',
      'No tool call fits.\n',
      'files has written nothing yet.\n',
    ]);
  });

  it('[M16] --ndjson prints every call as a line, page after page', async () => {
    const many = Array.from({ length: 1_234 }, (_, index) =>
      aRecord({ id: CallId.parse(`c${index}`), startedAtMs: index }),
    );
    const app = logApp(...many);
    rig = await openRig({ running: app });
    const lines = (await rig.run('log', '--ndjson')).output.trimEnd().split('\n');
    expect(lines.map((one) => (JSON.parse(one) as CallRecord).startedAtMs)).toEqual(
      many.map(({ startedAtMs }) => startedAtMs).toReversed(),
    );
    expect(app.calls.length).toBeGreaterThan(2);
    expect((await rig.run('log', '--ndjson', '--limit', '3')).output.trimEnd().split('\n')).toHaveLength(3);
  });

  it.each(['--json', '--ndjson'])(
    '[M16] --follow %s prints records of the chosen server until interrupted',
    async (how) => {
      const app = new FakeApp();
      rig = await openRig({ running: app });
      const terminal = new FakeTerminal();
      const ran = rig.runWith(terminal, 'log', '--follow', how, '--server', 'files');
      await app.subscribed('log.added');
      app.emit('log.added', aRecord({ server: 'other' }));
      app.emit('log.added', aRecord());
      await terminal.printed('marmalade');
      terminal.interrupt();
      await ran;
      expect(JSON.parse(terminal.output)).toEqual(aRecord());
    },
  );

  it('[M16] --follow --search finds words as the list does, of server and device, too', async () => {
    const app = new FakeApp();
    rig = await openRig({ running: app });
    const terminal = new FakeTerminal();
    const ran = rig.runWith(terminal, 'log', '--follow', '--json', '--search', 'phone FIL');
    await app.subscribed('log.added');
    app.emit('log.added', aRecord({ device: 'saxophone' }));
    app.emit('log.added', aRecord({ device: "Zoë's phone" }));
    await terminal.printed('marmalade');
    terminal.interrupt();
    await ran;
    expect(JSON.parse(terminal.output)).toMatchObject({ device: "Zoë's phone" });
  });
});

describe('the rest', () => {
  it.each([
    [['approve', 'c1'], 'approvals.answer', { id: 'c1', answer: 'once' }],
    [['approve', 'c1', '--always'], 'approvals.answer', { id: 'c1', answer: 'always' }],
    [['deny', 'c1'], 'approvals.answer', { id: 'c1', answer: 'deny' }],
    [['talk', 'toggle'], 'talk.key', { room: 'main', action: 'toggle' }],
    [['room', 'delete', 'kitchen'], 'rooms.delete', { room: 'kitchen' }],
    [['room', 'remove', 'kitchen', 'guest'], 'rooms.removeParticipant', { room: 'kitchen', identity: 'guest' }],
    [['mcp', 'disable', 'files'], 'mcp.setEnabled', { name: 'files', enabled: false }],
    [['mcp', 'enable', 'files'], 'mcp.setEnabled', { name: 'files', enabled: true }],
    [['mcp', 'restart', 'files'], 'mcp.restart', { name: 'files' }],
    [['settings', 'set', 'talk.mode', 'push-to-talk'], 'settings.set', { key: 'talk.mode', value: 'push-to-talk' }],
    [['settings', 'set', 'assistant.name', '42'], 'settings.set', { key: 'assistant.name', value: '42' }],
    [['settings', 'set', 'talk.profile', 'null'], 'settings.set', { key: 'talk.profile', value: null }],
    [['settings', 'set', 'a.b', '{"c":1}'], 'settings.set', { key: 'a.b', value: { c: 1 } }],
    [['secret', 'delete', 'openai'], 'secrets.delete', { name: 'openai' }],
  ])('%j calls %s', async (args, method, input) => {
    const nothing = (): undefined => undefined;
    const app = new FakeApp({
      'approvals.answer': nothing,
      'talk.key': nothing,
      'rooms.delete': nothing,
      'rooms.removeParticipant': nothing,
      'mcp.setEnabled': () => aServer(),
      'mcp.restart': () => aServer(),
      'settings.set': nothing,
      'secrets.delete': nothing,
    });
    rig = await openRig({ running: app });
    expect(await rig.run(...args)).toMatchObject({ code: 0, errors: '' });
    expect(app.calls.map((call) => ({ method: call.method, input: call.input }))).toEqual([{ method, input }]);
  });

  it('[M6] mcp remove names the keys that went with the server', async () => {
    rig = await openRig({ running: new FakeApp({ 'mcp.remove': () => ({ secrets: ['mcp-files.API_KEY'] }) }) });
    const said = 'files is removed.\nIts key mcp-files.API_KEY is deleted.\n';
    expect(await rig.run('mcp', 'remove', 'files')).toEqual({ code: 0, output: said, errors: '' });
    const { output } = await rig.run('mcp', 'remove', 'files', '--json');
    expect(JSON.parse(output)).toEqual({ name: 'files', secrets: ['mcp-files.API_KEY'] });
  });

  it('[R3] says where a room is locked, and what a new link for it waits for', async () => {
    const made = {
      code: 'one',
      url: 'https://192.168.1.20:41234/join#one',
      room: main,
      role: 'talk' as const,
      uses: 1,
      usesLeft: 1,
      createdAtMs: 1,
      expiresAtMs: 2,
      state: 'open' as const,
      asksAccessCode: false,
      accessCode: null,
      devices: [],
    };
    const kitchen = RoomName.parse('kitchen');
    const app = new FakeApp({
      'rooms.list': () => [main, kitchen].map((name) => ({ name, participants: 1, createdAtMs: 1 })),
      'share.createInvite': ({ room = 'main' }) => ({ ...made, room: RoomName.parse(room) }),
      'share.listInvites': () => [made, { ...made, room: kitchen }],
    });
    app.states.set('share.changed', { lockedRooms: [main], invites: [] });
    rig = await openRig({ running: app });
    expect((await rig.run('room', 'list')).output).toMatch(/^main .*locked\nkitchen .*open\n$/m);
    expect(JSON.parse((await rig.run('room', 'list', '--json')).output)).toMatchObject([
      { name: 'main', locked: true },
      { name: 'kitchen', locked: false },
    ]);
    expect((await rig.run('invite', 'create')).output).toContain('before you run "parley room unlock main"');
    expect((await rig.run('invite', 'create', '--room', 'kitchen')).output).not.toContain('locked');
    expect((await rig.run('invite', 'list')).output).toMatch(/main .*room locked.*\n.*kitchen .*open/);
  });

  it('[R1] room token --json prints what a client needs', async () => {
    const minted = { token: 'jwt', livekitUrl: 'ws://127.0.0.1:7880', room: main, identity: 'me', expiresAtMs: 5 };
    const app = new FakeApp({ 'rooms.mintToken': () => minted });
    rig = await openRig({ running: app });
    const ran = await rig.run('room', 'token', 'main', 'me', '--role', 'listen', '--ttl', '90s', '--json');
    expect(JSON.parse(ran.output)).toEqual(minted);
    expect(app.calls[0]?.input).toEqual({ room: 'main', identity: 'me', role: 'listen', ttlMs: 90_000 });
    await rig.run('room', 'token', 'main', 'me');
    expect(app.calls[1]?.input).toEqual({ room: 'main', identity: 'me', role: 'talk', ttlMs: 600_000 });
  });

  it('[D2] secret set says where the key went and never shows it', async () => {
    const app = new FakeApp({
      'secrets.set': ({ name }) => ({ name, storage: 'memory' }),
      'secrets.list': () => ({ secrets: [], warning: 'No keychain answers.' }),
    });
    rig = await openRig({ running: app });
    const ran = await rig.runWith(new FakeTerminal({ input: 'canary-key\n' }), 'secret', 'set', 'openai', '--stdin');
    expect(ran).toEqual({ code: 0, output: 'openai is kept in memory only. No keychain answers.\n', errors: '' });
    expect(app.calls[0]?.input).toEqual({ name: 'openai', value: 'canary-key' });
  });

  it('[D2] secret set asks at a terminal, shows nothing of the key, and stores it without the spaces around it', async () => {
    const app = new FakeApp({
      'secrets.set': ({ name }) => ({ name, storage: 'keychain' }),
      'secrets.list': () => ({ secrets: [], warning: null }),
    });
    rig = await openRig({ running: app });
    const terminal = new FakeTerminal({ interactive: true, answer: ' canary-key\t' });
    const ran = await rig.runWith(terminal, 'secret', 'set', 'openai', '--stdin');
    const errors = 'Paste the key, then press Enter.\n';
    expect(ran).toEqual({ code: 0, output: 'openai is in the keychain.\n', errors });
    expect(terminal.hidden).toBe(true);
    await rig.runWith(new FakeTerminal({ input: '  canary-key \n\n' }), 'secret', 'set', 'openai', '--stdin');
    const stored = { method: 'secrets.set', input: { name: 'openai', value: 'canary-key' } };
    expect(app.calls.filter(({ method }) => method === 'secrets.set')).toMatchObject([stored, stored]);
  });

  it('[D2] secret set does not call a key stored that ends with the command', async () => {
    const offline = new FakeApp({ 'secrets.set': ({ name }) => ({ name, storage: 'memory' }) });
    rig = await openRig({ offline });
    const ran = await rig.runWith(new FakeTerminal({ input: 'canary-key' }), 'secret', 'set', 'openai', '--stdin');
    expect({ code: ran.code, output: ran.output }).toEqual({ code: 1, output: '' });
    expect(ran.errors).toMatch(/^No keychain answers .* is not stored\..*\n$/);
    expect(ran.errors).not.toContain('canary');
  });

  it('[X3] doctor prints what is wrong and what to do', async () => {
    const checks = [
      { name: 'node', ok: true, found: 'v24.9.0', advice: null },
      { name: 'docker', ok: false, found: 'not found', advice: 'Install Docker if a server needs it.' },
    ];
    rig = await openRig({ offline: new FakeApp({ 'doctor.run': () => checks }) });
    expect((await rig.run('doctor')).output).toBe(
      [
        'ok       node    v24.9.0',
        'problem  docker  not found',
        '                 Install Docker if a server needs it.',
        '',
        '1 of 2 needs a look.',
        '',
      ].join('\n'),
    );
    expect(JSON.parse((await rig.run('doctor', '--json')).output)).toEqual(checks);
  });
});
