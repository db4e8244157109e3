/**
 * A device's bridge over a real WebSocket, with short rounds of pings.
 */
import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { expect, it, onTestFinished } from 'vitest';
import { WebSocket } from 'ws';
import { deviceProtocol } from '../../../src/contract/index.ts';
import { createDeviceBridge } from '../../../src/host/share/device-bridge.ts';
import { Tally } from '../../../src/host/share/tally.ts';
import { FakeFrontDesk } from '../../fakes/fake-front-desk.ts';

/** A device of a bridge that pings every 40 ms. */
async function aDevice({ answers }: { answers: boolean }): Promise<WebSocket> {
  const desk = new FakeFrontDesk();
  const { sessionToken } = await desk.join({ code: 'good', name: 'Ann' }, '127.0.0.1');
  const bridge = createDeviceBridge({ desk, devices: new Tally(1), serve: () => undefined, pingEveryMs: 40 });
  const http = createServer();
  http.on('upgrade', (request, socket, head) => bridge.accept(request, socket, head, 'http://127.0.0.1'));
  http.listen(0, '127.0.0.1');
  await once(http, 'listening');
  const { port } = http.address() as AddressInfo;
  const device = new WebSocket(`ws://127.0.0.1:${port}`, [deviceProtocol, sessionToken], { autoPong: answers });
  onTestFinished(() => {
    bridge.close();
    http.close();
  });
  return device;
}

it('ends the connection of a device that answers no ping', async () => {
  const device = await aDevice({ answers: false });
  let pings = 0;
  device.on('ping', () => (pings += 1));
  await once(device, 'close');
  expect(pings).toBe(1);
});

it('keeps a device whose answer waits to be read when the host comes late to the next ping', async () => {
  const device = await aDevice({ answers: true });
  let pings = 0;
  const pinged = new Promise<'pinged'>((resolve) =>
    device.on('ping', () => {
      pings += 1;
      if (pings === 3) return resolve('pinged');
      // The pong is sent by now. The whole process stands still for longer than a round, so the next tick is due first.
      Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 100);
    }),
  );
  expect(await Promise.race([pinged, once(device, 'close').then(() => 'closed')])).toBe('pinged');
});
