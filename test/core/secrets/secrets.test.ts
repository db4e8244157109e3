import { describe, expect, it } from 'vitest';
import { defaultRoom } from '../../../src/contract/index.ts';
import { Secrets, secretHandlers } from '../../../src/core/secrets/secrets.ts';
import { FakeSecretStore } from '../../fakes/fake-stores.ts';

const caller = { connectionId: 'c', role: 'owner', room: defaultRoom, identity: null } as const;
const context = { caller, signal: new AbortController().signal };

describe('Secrets', () => {
  it('[S30] knows every value that passed through, also after it was replaced', async () => {
    const secrets = new Secrets({ store: new FakeSecretStore({ old: 'first' }) });
    expect(secrets.knownValues()).toEqual([]);
    await secrets.get('old');
    await secrets.set('old', 'second');
    await secrets.delete('old');
    expect(secrets.knownValues()).toEqual(['first', 'second']);
  });

  it('tells the name of a secret that was set or deleted', async () => {
    const secrets = new Secrets({ store: new FakeSecretStore() });
    const heard: string[] = [];
    const stop = secrets.onChanged((name) => heard.push(name));
    await secrets.set('a', 'x');
    await secrets.delete('a');
    await secrets.delete('a');
    stop();
    await secrets.set('b', 'x');
    expect(heard).toEqual(['a', 'a']);
  });

  it('[D2] takes values in over the bridge and gives only names and places out', async () => {
    const store = new FakeSecretStore();
    store.warningText = 'No keychain answers.';
    const handlers = secretHandlers({ secrets: new Secrets({ store }) });
    const set = await handlers['secrets.set']({ name: 'openai', value: 'sk-canary' }, context);
    const list = await handlers['secrets.list'](undefined, context);
    expect([set, list]).toEqual([
      { name: 'openai', storage: 'memory' },
      { secrets: [{ name: 'openai', storage: 'memory' }], warning: 'No keychain answers.' },
    ]);
    await expect(handlers['secrets.delete']({ name: 'none' }, context)).rejects.toMatchObject({
      code: 'secrets/not-found',
    });
  });
});
