import { expect, test } from 'vitest';
import { importConfig } from '../../../src/core/mcp/import-config.ts';

const files = { command: 'npx', args: ['-y', 'server-filesystem', '/home'] };

test.each([
  ['mcpServers', { mcpServers: { files } }],
  ['VS Code', { inputs: [], servers: { files: { type: 'stdio', ...files } } }],
  ["VS Code's settings", { 'editor.fontSize': 12, mcp: { servers: { files } } }],
  ['the bare map', { files }],
  ['Cline', { mcpServers: { files: { ...files, alwaysAllow: ['read'], autoApprove: [], transportType: 'stdio' } } }],
])('[M7] %s is read, and what it lets run unasked stays behind', (_, config) => {
  const { servers, refused } = importConfig(JSON.stringify(config));
  expect(servers).toHaveLength(1);
  expect(servers[0]).toMatchObject({ name: 'files', entry: files });
  expect(Object.keys(servers[0]?.entry ?? {})).not.toEqual(expect.arrayContaining(['alwaysAllow']));
  expect(refused).toEqual([]);
});

test.each([
  ['Windsurf', { serverUrl: 'https://a.example/mcp' }],
  ['Gemini', { httpUrl: 'https://a.example/mcp' }],
  ['most', { url: 'https://a.example/mcp' }],
])("[M7] %s's word for an address is understood", (_, entry) => {
  expect(importConfig(JSON.stringify({ mcpServers: { a: entry } })).servers).toEqual([
    { name: 'a', entry: { url: 'https://a.example/mcp' } },
  ]);
});

test('[M7] a single bare entry takes the name that is given, and asks for one where none is', () => {
  expect(importConfig(JSON.stringify(files), 'mine').servers).toEqual([{ name: 'mine', entry: files }]);
  expect(importConfig(JSON.stringify(files)).refused[0]?.reason).toContain('Give it one');
});

test('[M7] comments are no mistake, and what looks like one inside quotes stays', () => {
  const text = '{\n// mine\n"mcpServers": { /* one */ "a": { "url": "https://a.example/mcp" } } }';
  expect(importConfig(text).servers[0]?.entry.url).toBe('https://a.example/mcp');
  expect(() => importConfig('{ // a\n  "mcpServers": [,]\n}')).toThrow(/line 2, column 18/);
});

test('[M7] bad JSON names line and column', () => {
  expect(() => importConfig('{\n  "mcpServers": {\n    "a": { "command": "x", }\n  }\n}')).toThrow(
    /line 3, column 2\d: .*Nothing was imported/,
  );
});

test('[M7] a file without servers is said to have none', () => {
  expect(() => importConfig('{"mcpServers": {}}')).toThrow('There are no servers in it');
  expect(() => importConfig('[1]')).toThrow('There are no servers in it');
});

test('[M7] an entry that cannot be used is named with its place and costs no other; a written approval is not believed', () => {
  const text = `{
  "mcpServers": {
    "good": { "command": "npx", "approval": "allow", "disabled": true },
    "none": { "args": [] },
    "both": { "command": "a", "url": "https://b" },
    "old": {
      "url": "ftp://files.example"
    },
    "numbers": { "command": "x", "args": [1] },
    "workspace": { "command": "x", "args": ["\${workspaceFolder}/x.js"] }
  }
}`;
  const { servers, refused } = importConfig(text);
  expect(servers).toEqual([{ name: 'good', entry: { command: 'npx', enabled: false } }]);
  expect(refused.map(({ name, line, column }) => [name, line, column])).toEqual([
    ['none', 4, 5],
    ['both', 5, 5],
    ['old', 7, 7],
    ['numbers', 9, 34],
    ['workspace', 10, 5],
  ]);
  expect(refused[0]?.reason).toContain('either "command"');
  expect(refused[2]?.reason).toContain('"ftp"');
  expect(refused[3]?.reason).toBe('args.0 must be a text.');
  expect(refused[4]?.reason).toContain('${workspaceFolder}');
});
