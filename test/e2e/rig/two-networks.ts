/**
 * A house and a phone: two network namespaces of the test's own with one cable between them, and nothing else.
 *
 * Always: nothing in them reaches the machine's networks, or is reached from there; `remove` takes both away.
 */
import { execFile } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { chmod, mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { promisify } from 'node:util';
import { findBrowser } from './find-browser.ts';

const run = promisify(execFile);

/** One end of the cable. */
export interface TestNetwork {
  readonly address: string;
  /** Runs what follows it in this network. */
  readonly within: readonly string[];
  /** A Chromium in this network, with `home` as its home. */
  readonly chromium: string;
  readonly home: string;
  /** Another address in place of this one. */
  moveTo(address: string): Promise<void>;
  /** Makes its Chromium trust this authority, in a certificate store of its own. */
  trust(certificate: string): Promise<void>;
  /** Sockets that listen or are unconnected, as `ss` shows them: protocol, address, program. */
  sockets(): Promise<{ protocol: string; address: string; program: string }[]>;
}

export interface TwoNetworks {
  readonly house: TestNetwork;
  readonly phone: TestNetwork;
  remove(): Promise<void>;
}

/** Why this machine cannot have them, or null. */
export function noNetworksBecause(): string | null {
  if (process.platform !== 'linux') return 'network namespaces exist on Linux only';
  return process.getuid?.() === 0 ? null : 'making network namespaces needs root';
}

export async function createTwoNetworks(): Promise<TwoNetworks> {
  const folder = await mkdtemp(path.join(tmpdir(), 'parley-networks-'));
  // Not by our process id: a run that was killed leaves its namespaces behind, and the id comes again.
  const id = `p${randomBytes(4).toString('hex')}`;
  const [house, phone] = [`${id}h`, `${id}p`];
  const made: string[] = [];
  const remove = async (): Promise<void> => {
    for (const name of made.splice(0)) await run('ip', ['netns', 'del', name]);
    await rm(folder, { recursive: true, force: true });
  };
  try {
    for (const name of [house, phone]) {
      await run('ip', ['netns', 'add', name]);
      made.push(name);
      await run('ip', ['-n', name, 'link', 'set', 'lo', 'up']);
    }
    await run('ip', ['link', 'add', house, 'netns', house, 'type', 'veth', 'peer', 'name', phone, 'netns', phone]);
    return {
      house: await attach(house, '10.203.0.1', folder),
      phone: await attach(phone, '10.203.0.2', folder),
      remove,
    };
  } catch (error) {
    await remove();
    throw error;
  }
}

async function attach(name: string, address: string, folder: string): Promise<TestNetwork> {
  await run('ip', ['-n', name, 'addr', 'add', `${address}/24`, 'dev', name]);
  await run('ip', ['-n', name, 'link', 'set', name, 'up']);
  const home = path.join(folder, name);
  await mkdir(path.join(home, '.pki', 'nssdb'), { recursive: true });
  const chromium = path.join(home, 'chromium');
  await writeFile(chromium, `#!/bin/sh\nexec ip netns exec ${name} ${findBrowser()} "$@"\n`);
  await chmod(chromium, 0o755);
  const within = ['ip', 'netns', 'exec', name];
  return {
    address,
    within,
    chromium,
    home,
    moveTo: async (other) => {
      await run('ip', ['-n', name, 'addr', 'del', `${address}/24`, 'dev', name]);
      await run('ip', ['-n', name, 'addr', 'add', `${other}/24`, 'dev', name]);
    },
    trust: (certificate) => trust(path.join(home, '.pki', 'nssdb'), certificate),
    sockets: async () => {
      const { stdout } = await run('ip', [...within.slice(1), 'ss', '-Hltunp']);
      return stdout
        .split('\n')
        .filter((line) => line !== '')
        .map((line) => {
          const [protocol = '', , , , local = '', , users = ''] = line.split(/\s+/);
          return { protocol, address: local, program: /"([^"]+)"/.exec(users)?.[1] ?? '' };
        });
    },
  };
}

async function trust(database: string, certificate: string): Promise<void> {
  const file = path.join(database, 'authority.pem');
  await writeFile(file, certificate);
  await run('certutil', ['-d', `sql:${database}`, '-N', '--empty-password']);
  await run('certutil', ['-d', `sql:${database}`, '-A', '-t', 'C,,', '-n', 'test authority', '-i', file]);
}
