import { writeFile } from 'node:fs/promises';
import path from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import { FakeTerminal } from '../fakes/fake-terminal.ts';
import { openRig } from './cli-rig.ts';
import type { Rig } from './cli-rig.ts';
import { anImportingApp } from './importing-app.ts';

let rig: Rig;
afterEach(() => rig.close());

describe('mcp add', () => {
  it('adds the entry as it was given, everything after -- untouched', async () => {
    const { app, servers } = anImportingApp();
    rig = await openRig({ running: app });
    const words = ['npx', '-y', '--json', 'a b', '${HOME}'];
    const ran = await rig.run('mcp', 'add', 'files', '--approval', 'auto', '--env', 'A=b=c', '--yes', '--', ...words);
    expect(ran.code).toBe(0);
    expect(servers()).toEqual({
      files: { command: 'npx', args: words.slice(1), env: { A: 'b=c' }, approval: 'auto' },
    });
  });

  it('[S17] shows the whole command, hidden characters made visible, and takes anything but yes as no', async () => {
    const { app, servers } = anImportingApp();
    rig = await openRig({ running: app });
    const long = 'x'.repeat(5000);
    const terminal = new FakeTerminal({ interactive: true, answer: '' });
    const ran = await rig.runWith(terminal, 'mcp', 'add', 'files', '--', 'sh', '-c', `echo \u202e${long}\nrm`);
    expect(ran.code).toBe(2);
    expect(ran.errors).toContain(`"echo \\u{202e}${long}\\nrm"`);
    expect(ran.errors).not.toContain('\u202e');
    expect(servers()).toEqual({});
    const yes = new FakeTerminal({ interactive: true, answer: 'y' });
    expect((await rig.runWith(yes, 'mcp', 'add', 'files', '--', 'sh')).code).toBe(0);
  });

  it('[M7] keys from standard input, headers, variables and options go to the keychain and are named in the entry', async () => {
    const { app, servers, secrets } = anImportingApp();
    rig = await openRig({ running: app });
    const terminal = new FakeTerminal({ input: 'canary-key\n' });
    const far = ['mcp', 'add', 'my server', '--url', 'https://x.example/mcp', '--header', 'X-A=1'];
    const ran = await rig.runWith(terminal, ...far, '--key-stdin', '--yes');
    expect(ran.code).toBe(0);
    const other = ['mcp', 'add', 'my-server', '--url', 'https://x.example/mcp'];
    expect((await rig.run(...other, '--header', 'Authorization=Bearer canary-two', '--yes')).code).toBe(0);
    expect((await rig.run('mcp', 'add', 'near', '--env', 'A_TOKEN=canary-three', '--yes', '--', 'x')).code).toBe(0);
    expect([...secrets.values.values()]).toEqual(['canary-key', 'canary-two', 'canary-three']);
    expect(JSON.stringify(servers())).not.toContain('canary');
    expect(servers()['my-server']?.headers).toEqual({ Authorization: 'Bearer ${secret:mcp-my-server.Authorization}' });
    expect(ran.output + ran.errors).not.toContain('canary');
    expect(ran.errors).toContain('the key in headers.Authorization is kept as');
  });

  it.each([
    ['a name that cannot be', ['bad\u0007name', '--url', 'https://x.example/'], 2, 'visible characters'],
    ['a scheme nobody speaks', ['far', '--url', 'ftp://x.example/'], 1, '"ftp"'],
    ['a name that is taken', ['old', '--url', 'https://x.example/'], 1, 'exists already'],
  ])('stores no key for %s', async (_, words, code, reason) => {
    const { app, servers, secrets } = anImportingApp({ mcpServers: { old: { command: 'x' } } });
    rig = await openRig({ running: app });
    const terminal = new FakeTerminal({ input: 'canary-key\n' });
    const ran = await rig.runWith(terminal, 'mcp', 'add', ...words, '--key-stdin', '--yes');
    expect(ran).toMatchObject({ code, errors: expect.stringContaining(reason) as string });
    expect([Object.keys(servers()), secrets.values.size]).toEqual([['old'], 0]);
  });

  it('warns of a key that would travel unencrypted', async () => {
    rig = await openRig({ running: anImportingApp().app });
    const ran = await rig.run('mcp', 'add', 'far', '--url', 'http://x.example/', '--header', 'X-Key=abcdef', '--yes');
    expect(ran).toMatchObject({ code: 0, errors: expect.stringContaining('unencrypted') as string });
  });

  it('adds nothing where only this process, which ends now, could keep its key', async () => {
    const { app, servers, secrets } = anImportingApp();
    secrets.warningText = 'No keychain answers.';
    rig = await openRig({ offline: app });
    const ran = await rig.run('mcp', 'add', 'near', '--env', 'A_TOKEN=canary', '--yes', '--', 'x');
    expect(ran).toMatchObject({ code: 1, errors: expect.stringContaining('start Parley first') as string });
    expect(servers()).toEqual({});
  });
});

describe('mcp import and export', () => {
  const file = async (text: string): Promise<string> => {
    const written = path.join(rig.dataDir, 'other.json');
    await writeFile(written, text);
    return written;
  };

  it('[M7] adds what can be used, under the chosen approval, and says what was left out and where', async () => {
    const { app, servers } = anImportingApp();
    rig = await openRig({ running: app });
    const text = JSON.stringify({
      mcpServers: { good: { command: 'npx', args: ['-y', 'x'], approval: 'allow' }, bad: { command: 1 } },
    });
    const ran = await rig.run('mcp', 'import', await file(text), '--yes');
    expect(ran.code).toBe(0);
    expect(ran.errors).toMatch(/^bad is left out \(line 1, column \d+\): .*\n$/);
    expect(servers()).toEqual({ good: { command: 'npx', args: ['-y', 'x'], approval: 'ask' } });
  });

  it('[M7] a name that is taken costs no other server, and is replaced where that is asked for', async () => {
    const { app, servers } = anImportingApp({ mcpServers: { old: { command: 'mine' } } });
    rig = await openRig({ running: app });
    const both = await file('{"mcpServers": {"old": {"command": "theirs"}, "new": {"command": "x"}}}');
    expect(await rig.run('mcp', 'import', both, '--yes')).toMatchObject({
      code: 0,
      errors: 'old is left out: it exists already. Add --replace to have what stands here.\n',
    });
    expect(servers()).toMatchObject({ old: { command: 'mine' }, new: { command: 'x' } });
    expect(await rig.run('mcp', 'import', both, '--yes')).toMatchObject({
      code: 1,
      errors: 'All of its servers exist already. Add --replace to have what stands here instead.\n',
    });
    expect((await rig.run('mcp', 'import', both, '--yes', '--replace')).code).toBe(0);
    expect(servers()['old']).toMatchObject({ command: 'theirs' });
  });

  it('an import of nothing is wrong use, whoever could be asked', async () => {
    rig = await openRig({ running: anImportingApp().app });
    expect(await rig.run('mcp', 'import')).toMatchObject({
      code: 2,
      errors: 'Give either a file or a program with --from.\n',
    });
  });

  it('[M7] reads the file of another program by its name', async () => {
    const { app, servers, clientConfigs } = anImportingApp();
    clientConfigs.texts.set('cursor', '{"mcpServers": {"a": {"command": "x"}}}');
    rig = await openRig({ running: app });
    expect(await rig.run('mcp', 'import', '--from', 'cursor', '--yes')).toMatchObject({
      code: 0,
      errors: 'From /home/ada/cursor.json\n',
    });
    expect(Object.keys(servers())).toEqual(['a']);
    expect((await rig.run('mcp', 'import', '--from', 'windsurf', '--yes')).code).toBe(1);
    expect((await rig.run('mcp', 'import', '--yes')).code).toBe(2);
  });

  it('[M7] bad JSON names line and column, and without a terminal nothing is added unasked', async () => {
    const { app, servers } = anImportingApp();
    rig = await openRig({ running: app });
    const bad = await rig.run('mcp', 'import', await file('{\n  "mcpServers": {,}\n}'), '--yes');
    expect(bad.code).toBe(1);
    expect(bad.errors).toMatch(/line 2, column \d+/);
    expect((await rig.run('mcp', 'import', await file('{"mcpServers":{"a":{"command":"x"}}}'))).code).toBe(2);
    expect((await rig.run('mcp', 'import', '/nowhere.json', '--yes')).code).toBe(1);
    expect(servers()).toEqual({});
  });

  it('[M7] export prints no key and says what it leaves out', async () => {
    const { app } = anImportingApp({
      mcpServers: { a: { command: 'x', env: { A_KEY: 'canary' }, approval: 'allow' } },
    });
    rig = await openRig({ running: app });
    const ran = await rig.run('mcp', 'export');
    expect(JSON.parse(ran.output)).toEqual({
      mcpServers: { a: { command: 'x', env: { A_KEY: '${secret:mcp-a.A_KEY}' } } },
    });
    expect(ran.errors).toContain('${secret:mcp-a.A_KEY}');
  });
});
