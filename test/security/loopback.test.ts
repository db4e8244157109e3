/**
 * [S14] What a running host listens on: TCP listeners and every socket of livekit-server on loopback only.
 */
import { execFile } from 'node:child_process';
import { once } from 'node:events';
import { createServer } from 'node:net';
import { promisify } from 'node:util';
import { expect, it, onTestFinished } from 'vitest';
import type { AppStatus, MintedToken } from '../../src/contract/index.ts';
import { descendantsOf } from '../e2e/rig/process-census.ts';
import { RoomPerson } from '../e2e/rig/room-person.ts';
import { startHost } from '../e2e/rig/host-process.ts';
import { realPid } from '../fixtures/real-pid.ts';

const run = promisify(execFile);

interface Socket {
  readonly protocol: string;
  readonly address: string;
  readonly pids: number[];
}

/** Listening and unconnected sockets, of everybody. */
async function sockets(): Promise<Socket[]> {
  const { stdout } = await run('ss', ['-Hltunp']);
  return stdout
    .trim()
    .split('\n')
    .map((line) => {
      const [protocol = '', , , , address = ''] = line.split(/\s+/);
      return { protocol, address, pids: [...line.matchAll(/pid=(\d+)/g)].map(([, pid]) => Number(pid)) };
    });
}

const onLoopback = ({ address }: Socket): boolean => /^(127\.\d+\.\d+\.\d+|\[::1\]):/.test(address);

it('[S14] listens on loopback only, before and during a talk', async () => {
  const host = await startHost({ args: ['--demo'] });
  onTestFinished(async () => void (await host.stop()));
  const { livekit } = await host.json<AppStatus>('status');
  const { token, livekitUrl } = await host.json<MintedToken>('room', 'token', 'main', 'ann');
  const person = await RoomPerson.join(livekitUrl, token);
  onTestFinished(() => person.leave());
  await person.agentReady();
  const ours = new Set([host.pid, ...descendantsOf(host.pid)]);
  const open = (await sockets()).filter(({ pids }) => pids.some((pid) => ours.has(pid)));
  const listeners = open.filter(({ protocol }) => protocol === 'tcp');
  const ofLiveKit = open.filter(({ pids }) => pids.includes(realPid(livekit.pid)));
  expect(listeners.length).toBeGreaterThan(1);
  expect(ofLiveKit.map(({ protocol }) => protocol).sort()).toEqual(['tcp', 'udp']);
  expect([...listeners, ...ofLiveKit].filter((socket) => !onLoopback(socket))).toEqual([]);
  // The control: a socket that the whole network reaches is found, and told apart.
  const wide = createServer().listen(0, '0.0.0.0');
  onTestFinished(() => void wide.close());
  await once(wide, 'listening');
  const own = (await sockets()).filter(({ pids }) => pids.includes(process.pid));
  expect(own.filter((socket) => !onLoopback(socket)).map(({ protocol }) => protocol)).toContain('tcp');
});
