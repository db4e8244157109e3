import { describe, expect, it } from 'vitest';
import { emptyDraft, freeName, suggestName } from '../../../src/renderer/servers/read-draft.ts';
import { shortenEntry } from '../../../src/renderer/servers/shorten-entry.ts';

describe('[M6] the name suggested for a new server', () => {
  it('is one that no server has', () => {
    const taken = new Set(['files', 'files-2']);
    expect([freeName('files', taken), freeName('notes', taken), freeName('', taken)]).toEqual(['files-3', 'notes', '']);
  });

  it('is the program where its arguments tell nothing', () => {
    expect(suggestName({ ...emptyDraft, command: '/opt/bin/mcp-server-notes --stdio' })).toBe('notes');
  });
});

describe('[M6] a server in the list', () => {
  it('shows the end of long paths, which is what tells them apart', () => {
    const args = ['/home/ada/.local/share/app/node_modules/@scope/server-files/dist/index.js', '-v', '/tmp/a'];
    expect(shortenEntry({ command: '/usr/local/lib/node/bin/node', args })).toBe(
      'node …/server-files/dist/index.js -v /tmp/a',
    );
    expect(shortenEntry({ command: String.raw`C:\Program Files\node.exe`, args: [String.raw`C:\a\b\c\d.js`] })).toBe(
      'node.exe …/b/c/d.js',
    );
    expect(shortenEntry({ url: 'https://x.example/a/b/c/d/e' })).toBe('https://x.example/a/b/c/d/e');
  });
});
