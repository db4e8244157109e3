import { describe, expect, it } from 'vitest';
import { entryWarnings } from '../../../src/core/mcp/check-entry.ts';
import { keepSecrets } from '../../../src/core/mcp/keep-secrets.ts';
import { FakeHasher } from '../../fakes/fake-system.ts';
import type { ServerEntry } from '../../../src/contract/index.ts';

const keep = (entry: ServerEntry, name = 'git') => keepSecrets(name, entry, new FakeHasher());

describe('[M7] keys in an entry', () => {
  it.each<[string, ServerEntry, ServerEntry, string]>([
    [
      'a variable named as one',
      { command: 'x', env: { API_TOKEN: 'abcdef' } },
      { command: 'x', env: { API_TOKEN: '${secret:mcp-git.API_TOKEN}' } },
      'abcdef',
    ],
    [
      'a bearer header',
      { url: 'https://x/', headers: { Authorization: 'Bearer abc def' } },
      { url: 'https://x/', headers: { Authorization: 'Bearer ${secret:mcp-git.Authorization}' } },
      'abc def',
    ],
    [
      'a known shape under any name',
      { command: 'x', env: { WHO: 'ghp_0123456789abcdefghijklmn' } },
      { command: 'x', env: { WHO: '${secret:mcp-git.WHO}' } },
      'ghp_0123456789abcdefghijklmn',
    ],
    [
      'an option',
      { command: 'x', args: ['--api-key=abcdef', '-y'] },
      { command: 'x', args: ['--api-key=${secret:mcp-git.api-key}', '-y'] },
      'abcdef',
    ],
    [
      'the word after an option',
      { command: 'x', args: ['--token', 'abcdef'] },
      { command: 'x', args: ['--token', '${secret:mcp-git.token}'] },
      'abcdef',
    ],
    [
      'a header given as an argument',
      { command: 'x', args: ['--header', 'Authorization: Bearer abcdef'] },
      { command: 'x', args: ['--header', 'Authorization: Bearer ${secret:mcp-git.Authorization}'] },
      'abcdef',
    ],
    [
      'a query',
      { url: 'https://x/mcp?a=1&api_key=abcdef' },
      { url: 'https://x/mcp?a=1&api_key=${secret:mcp-git.api_key}' },
      'abcdef',
    ],
    [
      'a password in an address',
      { command: 'x', args: ['postgres://me:hunter22@db/x'] },
      { command: 'x', args: ['postgres://me:${secret:mcp-git.argument-1}@db/x'] },
      'hunter22',
    ],
  ])('%s becomes a reference', (_, entry, expected, value) => {
    const { entry: clean, kept } = keep(entry);
    expect(clean).toEqual(expected);
    expect(kept.map((one) => one.value)).toEqual([value]);
    expect(JSON.stringify(clean)).not.toContain(value);
  });

  it('leaves alone what is none: references, switches, paths, addresses, ordinary words', () => {
    const entry: ServerEntry = {
      command: 'npx',
      args: [
        '-y',
        '--secret',
        'amber basil cedar',
        '@scope/server-key',
        '/home/ada/secret',
        '--port=8080',
        'https://a.example/mcp?x=1',
        String.raw`C:\keys`,
      ],
      env: { HOME: '/home/ada', USE_AUTH: 'true', KEY_FILE: '/etc/key', TOKEN: '${secret:mine}', API_KEY: '' },
    };
    expect(keep(entry)).toEqual({ entry, kept: [] });
  });

  it('are kept apart for servers whose names differ in special characters only', () => {
    const names = ['my server', 'my-server', 'my/server', 'x'.repeat(64), `${'x'.repeat(63)}y`].map(
      (name) => keep({ command: 'x', env: { API_KEY: 'abcdef' } }, name).kept[0]?.secret ?? '',
    );
    expect(new Set(names).size).toBe(names.length);
    for (const name of names) expect(name).toMatch(/^[A-Za-z0-9._-]{1,64}$/);
  });

  it('of one field stay two where they differ', () => {
    const { entry, kept } = keep({ command: 'x', args: ['--key', 'first-one', '--key', 'second-one'] });
    expect(entry.args).toEqual(['--key', '${secret:mcp-git.key}', '--key', '${secret:mcp-git.key-2}']);
    expect(kept.map(({ value }) => value)).toEqual(['first-one', 'second-one']);
  });
});

describe('a key over an open line', () => {
  const headers = { Authorization: 'Bearer ${secret:x}' };
  it.each<[string, number]>([
    ['http://far.example/mcp', 1],
    ['ws://far.example/mcp', 1],
    ['https://far.example/mcp', 0],
    ['http://127.0.0.1:8080/mcp', 0],
    ['http://localhost/mcp', 0],
    ['http://localhost.far.example/mcp', 1],
  ])('%s: %d warning', (url, count) => {
    expect(entryWarnings({ url, headers })).toHaveLength(count);
  });
});
