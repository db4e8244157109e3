import { expect, test } from 'vitest';
import { importConfig } from '../../../src/core/mcp/import-config.ts';

const files = { command: 'npx', args: ['-y', 'server-filesystem', '/home'] };

test.each([
  ['mcpServers', { mcpServers: { files } }],
  ['VS Code', { servers: { files: { type: 'stdio', ...files } } }],
  ['the bare map', { files }],
  ["VS Code's settings", { mcp: { servers: { files } } }],
])('[M7] %s is read', (_, config) => {
  const { servers, skipped } = importConfig(JSON.stringify(config));
  expect(servers).toMatchObject([{ name: 'files', entry: files }]);
  expect(skipped).toEqual([]);
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

test('[M7] an entry that cannot be used is named and costs no other; a written approval is not believed', () => {
  const config = {
    mcpServers: {
      good: { ...files, approval: 'allow', disabled: true },
      none: { args: [] },
      both: { command: 'a', url: 'https://b' },
      asks: { command: 'x', env: { KEY: '${input:key}' } },
    },
  };
  const { servers, skipped } = importConfig(JSON.stringify(config));
  expect(servers).toEqual([{ name: 'good', entry: { ...files, enabled: false } }]);
  expect(skipped.map((one) => one.name)).toEqual(['none', 'both', 'asks']);
  expect(skipped[0]?.reason).toContain('either "command"');
});
