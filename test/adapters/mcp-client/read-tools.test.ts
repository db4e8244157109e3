/**
 * The time that reading a list of tools may take, on a client in memory.
 */
import type { Client } from '@modelcontextprotocol/client';
import { afterEach, expect, test, vi } from 'vitest';
import { readTools } from '../../../src/adapters/mcp-client/read-tools.ts';

afterEach(() => vi.restoreAllMocks());

test('[M8] the pages of a list share one limit, however many there are', async () => {
  const nowMs = vi.spyOn(performance, 'now').mockReturnValue(0);
  const limits: number[] = [];
  const request = async (_: unknown, __: unknown, { timeout }: { timeout: number }): Promise<unknown> => {
    limits.push(timeout);
    nowMs.mockReturnValue(limits.length * 12_000);
    return { read: [], refused: [], nextCursor: `${limits.length}` };
  };
  const client = { getServerCapabilities: () => ({ tools: {} }), request } as unknown as Client;
  await expect(readTools(client, { timeout: 30_000, tell: () => {} })).rejects.toMatchObject({
    code: 'mcp/start-timeout',
    message: 'The server did not list its tools within 30 s.',
  });
  expect(limits).toEqual([30_000, 18_000, 6_000]);
});
