/**
 * Uses the real keychain of its session and prints what it found as JSON.
 */
import { execFileSync } from 'node:child_process';
import { KeychainSecretStore } from '../../../src/adapters/keychain/keychain-secret-store.ts';

const store = new KeychainSecretStore({ profileId: 'test', logger: { log: () => undefined }, timeoutMs: 5000 });

function lookUp(account: string): string {
  try {
    return execFileSync('secret-tool', ['lookup', 'service', 'Parley:test', 'account', account], { encoding: 'utf8' });
  } catch {
    return '';
  }
}

const stored = await store.set('openai', 'sk-canary-1');
await store.set('other', 'ünï');
const readBack = await store.get('openai');
const bySecretTool = stored === 'keychain' ? lookUp('openai') : '';
const listed = await store.list();
const deleted = [await store.delete('openai'), await store.delete('openai')];
const after = [await store.get('openai'), await store.get('other')];
const warning = await store.warning();
process.stdout.write(JSON.stringify({ stored, readBack, bySecretTool, listed, deleted, after, warning }));
