/**
 * What a server wrote, as its owner sees it.
 */
import { expect, test } from 'vitest';
import { ServerName } from '../../../src/contract/index.ts';
import { mcpHandlers } from '../../../src/core/mcp/mcp-handlers.ts';
import { noSignal, owner } from './rig.ts';

test('[M16] hides a key with line breaks that a server printed', async () => {
  const key = ['-----BEGIN PRIVATE KEY-----', 'MIIEvQIBADANBgkq', '-----END PRIVATE KEY-----'];
  const handlers = mcpHandlers({
    registry: { server: () => ({ output: ['starting', ...key, 'ready'] }) },
    redacted: (text: string) => text.replaceAll(key.join('\n'), '[redacted]'),
  } as unknown as Parameters<typeof mcpHandlers>[0]);
  const shown = handlers['mcp.logs']({ name: ServerName.parse('files') }, { caller: owner, signal: noSignal() });
  expect(shown).toEqual(['starting', '[redacted]', 'ready']);
});
