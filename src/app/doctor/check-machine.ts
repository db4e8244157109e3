/**
 * What the machine must allow: a private folder that can be written, sockets on its own address.
 */
import { createSocket } from 'node:dgram';
import { mkdtemp, rm, stat, statfs, writeFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import path from 'node:path';
import type { DoctorCheck } from '../../contract/index.ts';

/** Below this a database, logs and a build do not fit with comfort. */
const enoughFreeBytes = 200_000_000;

export async function checkDataFolder(dataDir: string): Promise<DoctorCheck> {
  const name = 'Data folder';
  try {
    const trial = await mkdtemp(path.join(dataDir, '.doctor-'));
    try {
      await writeFile(path.join(trial, 'trial'), 'trial');
    } finally {
      await rm(trial, { recursive: true, force: true });
    }
    const { mode } = await stat(dataDir);
    const { bavail, bsize } = await statfs(dataDir);
    if (process.platform !== 'win32' && (mode & 0o077) !== 0) {
      const advice = `Run: chmod 700 ${JSON.stringify(dataDir)}`;
      return { name, ok: false, found: `${dataDir} can be read by others`, advice };
    }
    const free = `${Math.round((bavail * bsize) / 1_000_000)} MB free`;
    const advice = 'Make room on this disk.';
    return bavail * bsize < enoughFreeBytes
      ? { name, ok: false, found: `${dataDir}, only ${free}`, advice }
      : { name, ok: true, found: `${dataDir}, ${free}`, advice: null };
  } catch (error) {
    const reason = error instanceof Error && 'code' in error ? String(error.code) : 'an unknown failure';
    return {
      name,
      ok: false,
      found: `${dataDir} cannot be written (${reason})`,
      advice: 'Choose another with --data-dir.',
    };
  }
}

export async function checkLoopback(): Promise<DoctorCheck> {
  const name = 'Ports';
  const [tcp, udp] = await Promise.all([canListen(), canBind()]);
  if (tcp && udp) return { name, ok: true, found: 'sockets open on 127.0.0.1', advice: null };
  const found = `no ${tcp ? 'UDP' : 'TCP'} socket opens on 127.0.0.1`;
  return { name, ok: false, found, advice: 'Let Parley use the loopback network in your firewall or sandbox.' };
}

function canListen(): Promise<boolean> {
  return new Promise((resolve) => {
    const server = createServer();
    server.once('error', () => resolve(false));
    server.listen(0, '127.0.0.1', () => server.close(() => resolve(true)));
  });
}

function canBind(): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = createSocket('udp4');
    socket.once('error', () => resolve(false));
    socket.bind(0, '127.0.0.1', () => socket.close(() => resolve(true)));
  });
}
