import { mkdtempSync, readdirSync, rmSync, statSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { KeyedSeal, sealAccount } from '../../../src/adapters/approval-seal/keyed-seal.ts';
import { Secrets } from '../../../src/core/secrets/secrets.ts';
import { FakeSecretStore } from '../../fakes/fake-stores.ts';
import { FakeLogger } from '../../fakes/fake-system.ts';

let folder: string;
let logger: FakeLogger;
beforeEach(() => {
  folder = mkdtempSync(path.join(os.tmpdir(), 'parley-seal-'));
  logger = new FakeLogger();
});
afterEach(() => rmSync(folder, { recursive: true }));

const keyFile = (): string => path.join(folder, 'approvals.key');
const aSeal = (secrets: FakeSecretStore): KeyedSeal => new KeyedSeal({ secrets, file: keyFile(), logger });

function withoutKeychain(): FakeSecretStore {
  const secrets = new FakeSecretStore();
  secrets.warningText = 'No keychain answers.';
  return secrets;
}

describe('KeyedSeal', () => {
  it('[S19] makes its key once, keeps it in the keychain only, and seals alike after a restart', async () => {
    const secrets = new FakeSecretStore();
    const first = aSeal(secrets);
    const [one, again, other] = await Promise.all([first.sign('a'), first.sign('a'), first.sign('b')]);
    expect([one === again, one === other, /^[0-9a-f]{64}$/.test(one)]).toEqual([true, false, true]);
    expect([await aSeal(secrets).sign('a'), [...secrets.values.keys()], readdirSync(folder)]).toEqual([
      one,
      [sealAccount],
      [],
    ]);
    expect(await aSeal(new FakeSecretStore()).sign('a')).not.toBe(one);
  });

  it('[D2] its key is none of the secrets that are listed', async () => {
    const store = new FakeSecretStore({ openai: 'key' });
    await aSeal(store).sign('a');
    expect(await new Secrets({ store }).list()).toEqual([{ name: 'openai', storage: 'keychain' }]);
  });

  it('[D2] without a keychain the key lies in a file of the owner’s alone, said in the log, and seals alike after a restart', async () => {
    const one = await aSeal(withoutKeychain()).sign('a');
    expect(await aSeal(withoutKeychain()).sign('a')).toBe(one);
    expect(statSync(keyFile()).mode & 0o777).toBe(0o600);
    expect(logger.messages('warn')).toEqual(['no keychain: approvals are protected by the rights of a file only']);
  });

  it('[S19] a key put into the file gains nothing where the keychain answers', async () => {
    writeFileSync(keyFile(), Buffer.alloc(32, 1).toString('base64url'));
    const theirs = await aSeal(withoutKeychain()).sign('a');
    expect(await aSeal(new FakeSecretStore()).sign('a')).not.toBe(theirs);
  });

  it('uses the keychain as soon as it answers', async () => {
    const secrets = new FakeSecretStore();
    const ours = await aSeal(secrets).sign('a');
    secrets.warningText = 'No keychain answers.';
    const locked = new FakeSecretStore();
    locked.warningText = 'It is locked.';
    const seal = aSeal(locked);
    expect(await seal.sign('a')).not.toBe(ours);
    locked.warningText = null;
    locked.values.set(sealAccount, secrets.values.get(sealAccount) ?? '');
    expect(await seal.sign('a')).toBe(ours);
  });

  it('seals for this run where nothing can be kept', async () => {
    const seal = new KeyedSeal({ secrets: withoutKeychain(), file: path.join(folder, 'none', 'key'), logger });
    expect(await seal.sign('a')).toBe(await seal.sign('a'));
    expect(logger.messages('warn')[0]).toContain('hold for this run');
  });
});
