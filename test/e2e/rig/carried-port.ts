/**
 * A loopback port of this test in a network of the test's own: namespaces share the file system, so a socket in it connects them.
 *
 * Always: reachable on that network's loopback only, and gone after `close`.
 */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { connect, createServer } from 'node:net';
import type { Socket } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { createInterface } from 'node:readline';

export interface CarriedPort {
  /** In the other network. */
  readonly port: number;
  close(): Promise<void>;
}

/** `within`: what runs a command in the other network. */
export async function carryPort(port: number, within: readonly string[]): Promise<CarriedPort> {
  const folder = await mkdtemp(path.join(tmpdir(), 'parley-carried-'));
  const socket = path.join(folder, 'socket');
  const open = new Set<Socket>();
  const server = createServer((near) => {
    const far = connect(port, '127.0.0.1');
    const end = (): void => void (near.destroy(), far.destroy());
    for (const side of [near, far]) side.on('error', end).on('close', end);
    open.add(near.once('close', () => open.delete(near)));
    near.pipe(far).pipe(near);
  });
  server.listen(socket);
  await once(server, 'listening');
  const [file = '', ...args] = [...within, process.execPath, path.join(import.meta.dirname, 'carry-port.mjs'), socket];
  const child = spawn(file, args, { stdio: ['ignore', 'pipe', 'inherit'] });
  const [line] = (await once(createInterface({ input: child.stdout }), 'line')) as [string];
  return {
    port: Number(line),
    close: async () => {
      child.kill();
      for (const one of open) one.destroy();
      server.close();
      await rm(folder, { recursive: true, force: true });
    },
  };
}
