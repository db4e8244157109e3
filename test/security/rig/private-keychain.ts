/**
 * A real Secret Service of a test's own: a private session bus with gnome-keyring, in an empty home.
 */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { createInterface } from 'node:readline';
import { realPid } from '../../fixtures/real-pid.ts';

export interface PrivateKeychain {
  /** What a program needs to find it. */
  readonly environment: Record<string, string>;
  /** What `secret-tool`, another program, reads under this account. */
  read(account: string): Promise<string>;
  close(): Promise<void>;
}

export async function openKeychain(): Promise<PrivateKeychain> {
  const home = await mkdtemp(path.join(tmpdir(), 'parley-keyring-'));
  const script =
    'printf "pw\\n" | gnome-keyring-daemon --unlock --components=secrets >/dev/null; echo "$DBUS_SESSION_BUS_ADDRESS"; cat';
  const child = spawn('dbus-run-session', ['--', 'sh', '-c', script], {
    env: { PATH: process.env['PATH'] ?? '', HOME: home, XDG_RUNTIME_DIR: home, XDG_DATA_HOME: path.join(home, 'data') },
    stdio: ['pipe', 'pipe', 'ignore'],
    detached: true,
  });
  const group = realPid(child.pid);
  const exited = once(child, 'exit');
  const address = await new Promise<string>((resolve) =>
    createInterface({ input: child.stdout }).once('line', resolve),
  );
  const environment = { DBUS_SESSION_BUS_ADDRESS: address, XDG_RUNTIME_DIR: home };
  return {
    environment,
    read: (account) => secretTool(environment, account),
    close: async () => {
      child.stdin.end();
      await exited;
      try {
        process.kill(-group, 'SIGKILL');
      } catch {
        // The whole session has ended already.
      }
      await rm(home, { recursive: true, force: true });
    },
  };
}

async function secretTool(environment: Record<string, string>, account: string): Promise<string> {
  const child = spawn('secret-tool', ['search', '--all', '--unlock', 'account', account], {
    env: { PATH: process.env['PATH'] ?? '', ...environment },
    stdio: ['ignore', 'pipe', 'ignore'],
  });
  let out = '';
  child.stdout.on('data', (data: Buffer) => {
    out += data.toString();
  });
  // Its last words may come after its exit.
  await once(child, 'close');
  return out;
}
