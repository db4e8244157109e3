import { describe, expect, it } from 'vitest';
import { summarize } from '../../../src/renderer/servers/summary.ts';
import { aServer } from '../things.ts';

describe('[M20] all servers in one word', () => {
  it('is one of the documents’ four', () => {
    const words = [
      [],
      [aServer('a')],
      [aServer('a'), aServer('b', { state: 'starting' })],
      [aServer('a'), aServer('b', { state: 'failed' }), aServer('c', { state: 'starting' })],
      [aServer('a', { enabled: false, state: 'stopped' })],
    ].map((servers) => summarize(servers).word);
    expect(words).toEqual(['ready', 'connected', 'disconnected', 'error', 'ready']);
  });
});
