import { describe, expect, it } from 'vitest';
import { describeEntry, describeValues, describeWhole } from '../../../src/renderer/servers/describe-entry.ts';
import { parseCommandLine } from '../../../src/renderer/servers/parse-command-line.ts';
import {
  emptyDraft,
  readDraft,
  readEntry,
  suggestName,
  toDraft,
  whatIsMissing,
} from '../../../src/renderer/servers/read-draft.ts';
import { ownServers } from '../../../src/contract/index.ts';
import type { ServerEntry } from '../../../src/contract/index.ts';
import type { Draft } from '../../../src/renderer/servers/read-draft.ts';

const read = (change: Partial<Draft>): unknown => readDraft({ ...emptyDraft, ...change });

describe('a command line', () => {
  it('is split at blanks, with quotes and backslashes', () => {
    expect(parseCommandLine(`npx -y "a b" 'c "d"' e\\ f ""`)).toEqual(['npx', '-y', 'a b', 'c "d"', 'e f', '']);
  });

  it('keeps the backslashes of Windows paths', () => {
    expect(parseCommandLine(String.raw`C:\tools\node.exe "C:\My Files\x.js"`)).toEqual([
      String.raw`C:\tools\node.exe`,
      String.raw`C:\My Files\x.js`,
    ]);
  });

  it('is never given to a shell: pipes and variables are words', () => {
    expect(parseCommandLine('echo $HOME | sh')).toEqual(['echo', '$HOME', '|', 'sh']);
  });

  it('is refused with an open quote', () => {
    expect(() => parseCommandLine('npx "oops')).toThrow(SyntaxError);
  });

  it('is shown so that splitting it again gives the same', () => {
    const args = ['-c', 'curl x | sh', "it's", '', 'plain'];
    expect(parseCommandLine(describeEntry({ command: 'bash', args }).replaceAll(String.raw`'\''`, `'"'"'`))).toEqual([
      'bash',
      ...args,
    ]);
  });
});

const entryOf = (change: Partial<Draft>): unknown => readEntry({ ...emptyDraft, ...change });

describe('[M6] a new server', () => {
  it('by command', () => {
    expect(read({ name: 'files', command: 'npx -y server /tmp', values: 'A=1\n\nB = two=2' })).toEqual({
      status: 'source',
      source: { name: 'files', entry: { command: 'npx', args: ['-y', 'server', '/tmp'], env: { A: '1', B: 'two=2' } } },
    });
  });

  it('by address', () => {
    expect(
      read({ by: 'address', name: 'far', url: 'https://example.com/mcp', values: 'Authorization=Bearer x' }),
    ).toEqual({
      status: 'source',
      source: { name: 'far', entry: { url: 'https://example.com/mcp', headers: { Authorization: 'Bearer x' } } },
    });
  });

  it('by JSON or by another app is read by the host, as it is', () => {
    expect(read({ by: 'json', json: '{ "a": 1', name: ' mine ' })).toEqual({
      status: 'source',
      source: { text: '{ "a": 1', name: 'mine' },
    });
    expect(read({ by: 'app', app: 'cursor' })).toEqual({ status: 'source', source: { from: 'cursor' } });
  });

  it.each<[Partial<Draft>, ReturnType<typeof whatIsMissing>]>([
    [{ name: 'a', command: 'npx files /path/to/folder' }, 'path'],
    [{ name: 'a', command: 'npx search', values: 'API_KEY=' }, 'value'],
    [{ by: 'address', name: 'a', url: 'https://x.example', values: 'Authorization=Bearer ' }, 'value'],
    [{ name: 'a', command: 'npx files /home/me', values: 'A=1' }, null],
  ])(
    '[M18] of a preset %j cannot be added before its reader has written what it leaves open: %s',
    (change, missing) => {
      expect(whatIsMissing({ ...emptyDraft, ...change })).toBe(missing);
      expect(read(change)).toMatchObject({ status: missing === null ? 'source' : 'incomplete' });
    },
  );

  it('an entry that holds an empty value can be edited', () => {
    const entry = { command: 'npx', args: ['/path/to/x'], env: { DEBUG: '' } };
    expect(readEntry(toDraft(entry, 'a'))).toEqual(entry);
  });

  it('says what is wrong, and nothing while it is only unfinished', () => {
    const unfinished: Partial<Draft>[] = [
      {},
      { command: 'npx x' },
      { name: 'a', command: 'npx', values: 'KEY=' },
      { by: 'address', name: 'a', url: 'https://x.example', values: 'Authorization=Bearer ' },
      { by: 'json', json: ' ' },
      { by: 'app' },
    ];
    expect(unfinished.map(read)).toEqual(unfinished.map(() => ({ status: 'incomplete' })));
    expect([
      read({ name: 'a', command: 'npx "x' }),
      read({ name: 'a', command: 'npx', values: 'nothing' }),
      read({ by: 'address', name: 'a', url: 'nowhere' }),
    ]).toEqual([
      { status: 'wrong', reason: 'openQuote' },
      { status: 'wrong', reason: 'badValue' },
      { status: 'wrong', reason: 'badUrl' },
    ]);
  });

  it.each<ServerEntry>([
    {
      command: 'sh',
      args: ['-c', 'echo "a b" \\ c', "it's", '', String.raw`C:\My Files\x`],
      env: { A: '${secret:x}' },
    },
    { command: 'x', args: [], cwd: '/tmp', approval: 'auto', timeoutMs: 5_000, env: { PEM: 'one\ntwo' }, theirs: 1 },
    { url: 'https://x.example/mcp', type: 'sse', headers: { Authorization: 'Bearer ${secret:x}' } },
  ])('that is edited without a change stays the same (%j)', (entry) => {
    expect(entryOf(toDraft(entry, 'a'))).toEqual(entry);
  });

  it('gets a name from what it runs', () => {
    expect([
      suggestName({ ...emptyDraft, command: 'npx -y @modelcontextprotocol/server-filesystem /tmp' }),
      suggestName({ ...emptyDraft, command: `${ownServers.filesystem} /home/me/notes` }),
      suggestName({ ...emptyDraft, command: ownServers.everything }),
      suggestName({ ...emptyDraft, command: 'node /opt/notes.mjs' }),
      suggestName({ ...emptyDraft, by: 'address', url: 'https://mcp.example.com/sse' }),
      suggestName({ ...emptyDraft, by: 'address', url: 'http://192.168.1.20:3000/mcp' }),
    ]).toEqual(['filesystem', 'filesystem', 'everything', 'notes', 'example', '192.168.1.20']);
  });
});

describe('what a person approves', () => {
  it('is the whole command with everything that hides made visible', () => {
    expect(describeEntry({ command: 'sh', args: ['-c', 'rm -rf \u202e/tmp'] })).toBe(
      String.raw`sh -c 'rm -rf \u{202e}/tmp'`,
    );
    expect(describeValues({ command: 'x', env: { PATH: '/evil' } })).toEqual(['PATH=/evil']);
  });

  it('[S17] leaves out no terminal sequence, which could carry a command of its own, and no second line', () => {
    expect(describeEntry({ command: 'sh', args: ['-c', 'echo \u001b]0;\nrm -rf ~;\u0007 hi\u061c\u3164'] })).toBe(
      String.raw`sh -c 'echo \u{1b}]0;\u{a}rm -rf ~;\u{7} hi\u{61c}\u{3164}'`,
    );
  });

  it('[S17] hides no header behind a value of the environment that has its name', () => {
    const headers = { 'X-Client': '${secret:openai}' };
    expect(describeWhole({ url: 'https://x.example/', headers, env: { 'X-Client': 'parley' } })).toEqual([
      'https://x.example/',
      'X-Client=${secret:openai}',
      'X-Client=parley',
    ]);
  });

  it('[S17] is where it runs and what its tools may do unasked, too', () => {
    const entry = { command: 'x', env: { A: '1' }, cwd: '/tmp\u200b', approval: 'allow' } as const;
    expect(describeWhole(entry)).toEqual(['x', 'A=1', String.raw`cwd=/tmp\u{200b}`, 'approval=allow']);
    expect(describeWhole({ url: 'https://x.example/', env: {}, headers: { A: 'b' }, approval: 'ask' })).toEqual([
      'https://x.example/',
      'A=b',
    ]);
  });
});
