/**
 * Health checks on real programs and sockets.
 */
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { WebSocketServer } from 'ws';
import { WebSocketTransport } from '../../../src/adapters/mcp-client/websocket-transport.ts';
import { ServerName } from '../../../src/contract/index.ts';
import { aCore, modelCall, noSignal, realClock, untilState } from '../../core/mcp/rig.ts';
import { Heard, aConnector, limits, rawServer, sdkServer } from './connect.ts';
import { isAlive } from '../../fixtures/is-alive.ts';
import { realPid } from '../../fixtures/real-pid.ts';

let rig: ReturnType<typeof aConnector>;
beforeAll(() => {
  rig = aConnector();
});
afterAll(() => rig.close());

test.each([
  ['a modern server', sdkServer('--era', 'modern')],
  ['an older server', sdkServer('--era', 'legacy')],
  ['a server that does not know the question', rawServer('none')],
])('[M5] %s that runs answers a health check', async (_, entry) => {
  const connection = await rig.connector.connect({ name: 'local', entry }, new Heard(), limits());
  await connection.check(limits(5_000));
  await connection.close();
});

test('[M5] a local server at work on a call is not taken for hung', async () => {
  const connection = await rig.connector.connect({ name: 'local', entry: rawServer('silent') }, new Heard(), limits());
  process.kill(realPid(connection.pid), 'SIGSTOP');
  const call = connection.callTool('silent', {}, limits(400));
  await connection.check(limits(100));
  await expect(call).rejects.toMatchObject({ code: 'mcp/call-timeout' });
  await expect(connection.check(limits(100))).rejects.toMatchObject({
    code: 'mcp/call-timeout',
    message: 'The server did not answer a health check within 0.1 s.',
  });
  process.kill(realPid(connection.pid), 'SIGCONT');
  await connection.close();
});

test('[M5] a local server that hangs is ended, with its process, and started anew', async () => {
  const core = aCore({ connector: rig.connector, clock: realClock });
  await core.registry.start();
  await core.registry.add(ServerName.parse('local'), { ...sdkServer('--secret', 'awake'), approval: 'allow' }, false);
  await untilState(core, 'local', 'ready');
  const pid = realPid(core.registry.list()[0]?.pid);
  process.kill(pid, 'SIGSTOP');
  core.registry.checkNow();
  await untilState(core, 'local', 'failed');
  expect(core.registry.list()[0]?.cause?.message).toContain('did not answer a health check within 5 s');
  await untilState(core, 'local', 'ready');
  expect(isAlive(pid)).toBe(false);
  expect(core.registry.list()[0]?.pid).not.toBe(pid);
  expect((await core.calls.callForModel(modelCall('local__secret'), noSignal())).text).toContain('awake');
  await core.registry.close();
});

test.each([
  ['answers no ping', false],
  ['answers pings', true],
])('[M5] a WebSocket whose peer %s', async (_, answers) => {
  const http = createServer();
  const peers = new WebSocketServer({ server: http, autoPong: answers });
  await new Promise<void>((resolve) => http.listen(0, '127.0.0.1', resolve));
  const url = new URL(`ws://127.0.0.1:${(http.address() as AddressInfo).port}`);
  let pings = 0;
  const pinged = new Promise<void>((resolve) =>
    peers.on('connection', (peer) => peer.on('ping', () => (pings += 1) === 4 && resolve())),
  );
  const transport = new WebSocketTransport({ url, headers: {}, pingEveryMs: 40 });
  let isClosed = false;
  const closed = new Promise<void>((resolve) => {
    transport.onclose = () => {
      isClosed = true;
      resolve();
    };
  });
  await transport.start();
  await (answers ? pinged : closed);
  expect([isClosed, pings < 4]).toEqual([!answers, !answers]);
  await transport.close();
  peers.close();
  http.closeAllConnections();
  await new Promise((resolve) => http.close(resolve));
});

test('[M5] a WebSocket whose answer waits to be read when we come late to the next ping stays open', async () => {
  const http = createServer();
  const peers = new WebSocketServer({ server: http });
  await new Promise<void>((resolve) => http.listen(0, '127.0.0.1', resolve));
  const url = new URL(`ws://127.0.0.1:${(http.address() as AddressInfo).port}`);
  let pings = 0;
  const pinged = new Promise<'pinged'>((resolve) =>
    peers.on('connection', (peer) =>
      peer.on('ping', () => {
        pings += 1;
        if (pings === 3) return resolve('pinged');
        // The pong is sent by now. The whole process stands still for longer than a round, so the next tick is due first.
        Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 100);
      }),
    ),
  );
  const transport = new WebSocketTransport({ url, headers: {}, pingEveryMs: 40 });
  const closed = new Promise<'closed'>((resolve) => (transport.onclose = () => resolve('closed')));
  await transport.start();
  expect(await Promise.race([pinged, closed])).toBe('pinged');
  await transport.close();
  peers.close();
  http.closeAllConnections();
  await new Promise((resolve) => http.close(resolve));
});
