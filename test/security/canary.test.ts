/**
 * [S30][D2] A key that was stored and used is in the keychain, and nowhere else: no file, no log, no argument, no environment.
 */
import { spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { mkdtemp, readdir, readFile, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { createInterface } from 'node:readline';
import { afterAll, beforeAll, expect, it } from 'vitest';
import type { AppStatus } from '../../src/contract/index.ts';
import { createProvider } from '../../src/demo/create-provider.ts';
import type { Provider } from '../../src/demo/create-provider.ts';
import { startHost } from '../e2e/rig/host-process.ts';
import type { HostProcess } from '../e2e/rig/host-process.ts';
import { processesWith } from '../e2e/rig/process-census.ts';
import { realPid } from '../fixtures/real-pid.ts';

const canary = `canary-${randomBytes(12).toString('hex')}`;
let keychain: { environment: Record<string, string>; close(): Promise<void> };
let provider: Provider;
let host: HostProcess;

beforeAll(async () => {
  keychain = await openKeychain();
  provider = await createProvider({ key: canary });
  host = await startHost({ environment: { ...keychain.environment, OPENAI_BASE_URL: provider.url } });
});
afterAll(async () => {
  await host?.stop();
  await provider?.close();
  await keychain?.close();
});

it('is stored by the program, used in a talk, and found in the keychain only', async () => {
  expect(await host.json<AppStatus>('status')).toMatchObject({ provider: { configured: false, source: null } });
  await pipeInto(host, canary);
  expect(await host.json<AppStatus>('status')).toMatchObject({ provider: { configured: true, source: 'keychain' } });
  const { answer } = await host.json<{ answer: string }>('ask', 'Hello');
  expect(answer).not.toBe('');
  expect(provider.log.keysSeen).toContain(canary);

  expect(await secretTool(keychain.environment)).toContain(canary);
  expect(await filesWith(host.dataDir, canary)).toEqual([]);
  // The control: what is there is found.
  expect(await filesWith(host.dataDir, 'Hello')).not.toEqual([]);
  expect(processesWith(canary)).toEqual([]);
  expect(processesWith(host.dataDir)).toContain(host.pid);
  expect((await host.parley('secret', 'list')).out).not.toContain(canary);
  expect((await host.parley('settings', 'get')).out).not.toContain(canary);
});

/** `parley secret set openai --stdin`, with the value on stdin as a person would pipe it. */
async function pipeInto(target: HostProcess, value: string): Promise<void> {
  const program = path.resolve(import.meta.dirname, '../../out/node/parley.js');
  const child = spawn(process.execPath, [program, 'secret', 'set', 'openai', '--stdin', '--data-dir', target.dataDir], {
    stdio: ['pipe', 'ignore', 'inherit'],
  });
  child.stdin.end(value);
  const [code] = (await once(child, 'exit')) as [number];
  expect(code).toBe(0);
}

/** Files below the folder that hold the text, as bytes. */
async function filesWith(folder: string, text: string): Promise<string[]> {
  const found: string[] = [];
  for (const name of await readdir(folder, { recursive: true })) {
    const file = path.join(folder, name);
    try {
      if ((await stat(file)).isFile() && (await readFile(file)).includes(text)) found.push(name);
    } catch (error) {
      // The running host took it away meanwhile.
      if ((error as NodeJS.ErrnoException).code !== 'ENOENT') throw error;
    }
  }
  return found;
}

async function secretTool(environment: Record<string, string>): Promise<string> {
  const child = spawn('secret-tool', ['search', '--all', '--unlock', 'account', 'openai'], {
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

/** A real Secret Service of this test's own: a private session bus with gnome-keyring, in an empty home. */
async function openKeychain() {
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
  return {
    environment: { DBUS_SESSION_BUS_ADDRESS: address, XDG_RUNTIME_DIR: home },
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
