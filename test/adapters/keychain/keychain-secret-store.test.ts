import { execFile, execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { KeychainSecretStore } from '../../../src/adapters/keychain/keychain-secret-store.ts';
import type { Keychain } from '../../../src/adapters/keychain/keychain-secret-store.ts';
import { FakeLogger } from '../../fakes/fake-system.ts';

const run = promisify(execFile);
const script = path.join(import.meta.dirname, 'keychain.script.ts');
let home: string;

beforeAll(() => {
  home = mkdtempSync(path.join(os.tmpdir(), 'parley-keychain-'));
});

afterAll(() => rmSync(home, { recursive: true, force: true }));

/** Its map is the keychain; `hold` makes requests wait until `answer` is called. */
class FakeKeychain implements Keychain {
  readonly values = new Map<string, string>();
  failure: Error | null = null;
  requests = 0;
  #gate: Promise<void> = Promise.resolve();
  answer: () => void = () => undefined;

  hold(): void {
    this.#gate = new Promise((resolve) => (this.answer = resolve));
  }

  async getPassword(_: string, account: string): Promise<string | null> {
    await this.#enter();
    return this.values.get(account) ?? null;
  }

  async setPassword(_: string, account: string, password: string): Promise<void> {
    await this.#enter();
    this.values.set(account, password);
  }

  async deletePassword(_: string, account: string): Promise<boolean> {
    await this.#enter();
    return this.values.delete(account);
  }

  async findCredentials(): Promise<{ account: string }[]> {
    await this.#enter();
    return [...this.values.keys()].map((account) => ({ account }));
  }

  async #enter(): Promise<void> {
    this.requests++;
    await this.#gate;
    if (this.failure) throw this.failure;
  }
}

function aStore(keychain: FakeKeychain): { store: KeychainSecretStore; logger: FakeLogger } {
  const logger = new FakeLogger();
  const store = new KeychainSecretStore({ profileId: 'p', logger, load: async () => keychain, timeoutMs: 20 });
  return { store, logger };
}

function isInstalled(program: string): boolean {
  try {
    execFileSync('which', [program], { stdio: 'ignore' });
    return true;
  } catch {
    return false;
  }
}

describe('KeychainSecretStore in a real session', () => {
  it('[D2] keeps secrets in the Secret Service, where secret-tool finds them', async (context) => {
    const missing = ['dbus-run-session', 'gnome-keyring-daemon', 'secret-tool'].filter(
      (program) => !isInstalled(program),
    );
    if (missing.length > 0) context.skip(`not installed: ${missing.join(', ')}`);
    const unlock = 'printf "pw\\n" | gnome-keyring-daemon --unlock --components=secrets >/dev/null 2>&1; exec "$@"';
    const command = ['--', 'bash', '-c', unlock, 'bash', process.execPath, script];
    const env = { PATH: process.env['PATH'], HOME: home, XDG_RUNTIME_DIR: home };
    const { stdout } = await run('dbus-run-session', command, { env });
    expect(JSON.parse(stdout)).toEqual({
      stored: 'keychain',
      readBack: 'sk-canary-1',
      bySecretTool: 'sk-canary-1',
      listed: [
        { name: 'openai', storage: 'keychain' },
        { name: 'other', storage: 'keychain' },
      ],
      deleted: [true, false],
      after: [null, 'ünï'],
      warning: null,
    });
  });

  it('[F34] without a session bus keeps them in memory and says so', async (context) => {
    if (process.platform !== 'linux') context.skip('only Linux can be without a keychain');
    const { stdout } = await run(process.execPath, [script], { env: { PATH: process.env['PATH'], HOME: home } });
    expect(JSON.parse(stdout)).toMatchObject({
      stored: 'memory',
      readBack: 'sk-canary-1',
      listed: [
        { name: 'openai', storage: 'memory' },
        { name: 'other', storage: 'memory' },
      ],
      deleted: [true, false],
      after: [null, 'ünï'],
      warning: expect.stringMatching(
        /^No keychain answers \(.+\), so keys are kept in memory only and are gone when Parley ends\./,
      ),
    });
  });
});

describe('KeychainSecretStore', () => {
  it('[F34] gives up on a locked keychain that never answers, and asks it no more', async () => {
    const keychain = new FakeKeychain();
    keychain.hold();
    const { store } = aStore(keychain);
    expect(await store.set('openai', 'key')).toBe('memory');
    expect([await store.get('openai'), await store.get('other')]).toEqual(['key', null]);
    expect(await store.warning()).toContain('it did not answer within 1 s; is it locked?');
    expect(keychain.requests).toBe(1);
  });

  it('[D2] moves what it kept in memory into a keychain that answers late', async () => {
    const keychain = new FakeKeychain();
    keychain.hold();
    const { store } = aStore(keychain);
    await store.set('openai', 'key');
    keychain.answer();
    await expect.poll(() => keychain.values.get('openai')).toBe('key');
    expect(await store.warning()).toBeNull();
    expect(await store.list()).toEqual([{ name: 'openai', storage: 'keychain' }]);
  });

  it('[S30] a keychain that fails later turns to memory, and no value reaches the log or the warning', async () => {
    const keychain = new FakeKeychain();
    const { store, logger } = aStore(keychain);
    expect(await store.set('openai', 'sk-canary-2')).toBe('keychain');
    keychain.failure = new Error('gone.');
    expect(await store.set('openai', 'sk-canary-3')).toBe('memory');
    expect(await store.warning()).toContain('(gone), so keys');
    expect(JSON.stringify([logger.entries, await store.warning()])).not.toContain('canary');
  });

  it('refuses what no keychain takes, in words without the value', async () => {
    const { store } = aStore(new FakeKeychain());
    await expect(store.set('big', 'x'.repeat(2001))).rejects.toMatchObject({
      code: 'secrets/too-large',
      message: 'The secret "big" has 2001 bytes; a keychain takes 2000 at most. Is it the right text?',
    });
  });
});
