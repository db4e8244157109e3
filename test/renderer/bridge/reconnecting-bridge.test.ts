import { describe, expect, it } from 'vitest';
import { createMemoryChannels } from '../../../src/wire/carriers/memory.ts';
import { ReconnectingBridge } from '../../../src/renderer/bridge/reconnecting-bridge.ts';
import type { Channel } from '../../../src/wire/channel.ts';

/** A host that keeps each connection's messages and lets the test decide when to wait. */
function aHost(): {
  bridge: ReconnectingBridge;
  ends: Channel[];
  heard: unknown[][];
  scheduled: (() => void)[];
  opens: (() => void)[];
} {
  const ends: Channel[] = [];
  const heard: unknown[][] = [];
  const scheduled: (() => void)[] = [];
  const opens: (() => void)[] = [];
  const bridge = new ReconnectingBridge({
    dial() {
      const [channel, end] = createMemoryChannels();
      const messages: unknown[] = [];
      end.onMessage((message) => messages.push(message));
      ends.push(end);
      heard.push(messages);
      return { channel, onOpen: (listener) => void opens.push(listener) };
    },
    schedule: (run) => void scheduled.push(run),
    now: () => 0,
  });
  return { bridge, ends, heard, scheduled, opens };
}

const settled = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));

describe('the page’s bridge', () => {
  it('subscribes again after a reconnection, and the listener gets the state anew', async () => {
    const { bridge, ends, heard, scheduled, opens } = aHost();
    const told: unknown[] = [];
    bridge.subscribe('approvals.changed', (message) => told.push(message));
    opens[0]?.();
    ends[0]?.close();
    await settled();
    expect(bridge.connection().status).toBe('waiting');
    scheduled[0]?.();
    opens[1]?.();
    await settled();
    expect(heard[1]).toEqual([{ subscribe: 'approvals.changed' }]);
    ends[1]?.send({ event: 'approvals.changed', seq: 7, state: [] });
    await settled();
    expect(told).toEqual([{ type: 'state', seq: 7, state: [] }]);
    expect(bridge.connection().status).toBe('open');
  });

  it('fails what was asked of a lost connection', async () => {
    const { bridge, ends } = aHost();
    const asked = bridge.invoke('status.get', undefined);
    ends[0]?.close();
    await expect(asked).rejects.toMatchObject({ code: 'bridge/closed' });
  });

  it('does not bring back a subscription that was ended', async () => {
    const { bridge, ends, heard, scheduled } = aHost();
    bridge.subscribe('approvals.changed', () => undefined)();
    ends[0]?.close();
    await settled();
    scheduled[0]?.();
    await settled();
    expect(heard[1]).toEqual([]);
  });
});
