/**
 * Waits until so many MCP servers of a host are ready.
 */
import type { Bridge } from '../../../src/contract/index.ts';
import { within } from './clock.ts';

const limitMs = 30_000;

export async function serversReady(bridge: Bridge, count: number): Promise<void> {
  let stop = (): void => undefined;
  const ready = new Promise<void>((resolve) => {
    stop = bridge.subscribe('mcp.serversChanged', (message) => {
      const views = message.type === 'state' ? message.state : message.payload;
      if (views.filter(({ state }) => state === 'ready').length === count) resolve();
    });
  });
  await within(ready, limitMs, `${String(count)} servers being ready`).finally(() => stop());
}
