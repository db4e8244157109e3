import { describe, expect, it } from 'vitest';
import { defaultRoom } from '../../../src/contract/index.ts';
import { EventHub } from '../../../src/core/bridge/event-hub.ts';
import { createCallHistory, logHandlers } from '../../../src/core/history/call-history.ts';
import { redact } from '../../../src/core/history/redact.ts';
import { aRecord } from '../../adapters/sqlite/records.ts';
import { FakeCallLog } from '../../fakes/fake-stores.ts';

describe('redact', () => {
  it('[S30] takes known values out wherever they stand, keys included', () => {
    const value = {
      text: 'the key is sk-canary-123!',
      list: ['sk-canary-123'],
      'sk-canary-123': 1,
      count: 3,
      no: null,
    };
    expect(redact(value, ['sk-canary-123', 'key'])).toEqual({
      text: 'the key is [redacted]!',
      list: ['[redacted]'],
      '[redacted]': 1,
      count: 3,
      no: null,
    });
  });

  it('[S30] takes out a key that JSON text holds escaped', () => {
    const key = '-----BEGIN KEY-----\nMII"Evg\\IB\n-----END KEY-----';
    expect(redact(JSON.stringify({ pem: key }), [key])).toBe('{"pem":"[redacted]"}');
  });

  it('[M16] takes out what a field’s name says is a secret, and leaves its neighbours', () => {
    const secret = [
      'Authorization',
      'api_key',
      'apiKey',
      'X-API-Key',
      'accessToken',
      'token',
      'db_password',
      'clientSecret',
      'Cookie',
    ];
    const plain = ['tokens', 'tokenizer', 'author', 'secretary', 'key', 'passwords_changed', 'monkey'];
    const value = Object.fromEntries([...secret, ...plain].map((name) => [name, 'hello']));
    const found = Object.entries(redact(value, []) as Record<string, string>).filter(
      ([, item]) => item === '[redacted]',
    );
    expect(found.map(([name]) => name)).toEqual(secret);
    expect(redact({ token: 12, password: '', secret: { inner: 'x' } }, [])).toEqual({
      token: 12,
      password: '',
      secret: { inner: 'x' },
    });
  });

  it('[M16] takes named secrets out of JSON and headers inside a text', () => {
    expect(redact('{"password": "hunter2", "user": "ada"} Authorization: Bearer abc.def.ghijk', [])).toBe(
      '{"password": "[redacted]", "user": "ada"} Authorization: Bearer [redacted]',
    );
    expect(redact('{\\"token\\":\\"abc\\",\\"a\\":\\"b\\"}', [])).toBe(
      '{\\"token\\":\\"[redacted]\\",\\"a\\":\\"b\\"}',
    );
    expect(redact('a bearer of news, the token "x"', [])).toBe('a bearer of news, the token "x"');
  });

  it('does not change what it is given, and stays quick on hostile text', () => {
    const value = { token: 'x', deep: [{ a: 'sk-canary' }] };
    redact(value, ['sk-canary']);
    expect(value).toEqual({ token: 'x', deep: [{ a: 'sk-canary' }] });
    const startedAtMs = performance.now();
    redact(
      [`"token":"${'\\'.repeat(100_000)}`, 'token'.repeat(30_000), 'a-'.repeat(90_000), 'Bearer '.repeat(20_000)],
      ['sk-canary'],
    );
    redact({ ['a-'.repeat(50_000)]: 'x' }, []);
    expect(performance.now() - startedAtMs).toBeLessThan(1000);
  });
});

describe('call history', () => {
  const caller = { connectionId: 'c', role: 'owner', room: defaultRoom, identity: null } as const;

  it('[M16] stores and publishes the redacted record, long texts cut only in what is published', async () => {
    const log = new FakeCallLog();
    const events = new EventHub();
    const heard: unknown[] = [];
    events.listen('log.added', caller, (message) => heard.push(message.type === 'event' ? message.payload : null));
    const history = createCallHistory({ log, events, knownSecrets: () => ['sk-canary'] });
    history.append(aRecord({ arguments: { note: 'sk-canary' }, result: 'x'.repeat(5000), error: 'sk-canary failed' }));
    expect(log.records).toEqual([
      aRecord({ arguments: { note: '[redacted]' }, result: 'x'.repeat(5000), error: '[redacted] failed' }),
    ]);
    expect(heard).toEqual([{ ...log.records[0], result: `${'x'.repeat(4096)}…` }]);
  });

  it('lists newest first with a usual limit, and says which call is missing', async () => {
    const log = new FakeCallLog();
    for (let number = 0; number < 150; number++) log.append(aRecord({ id: `call-${number}`, startedAtMs: number }));
    const handlers = logHandlers({ log });
    const context = { caller, signal: new AbortController().signal };
    const listed = await handlers['log.list']({}, context);
    expect([listed.length, listed[0]?.id]).toEqual([100, 'call-149']);
    const counted = await handlers['log.count']({ first: 2 }, context);
    expect([counted.total, counted.first.map(({ id }) => id)]).toEqual([150, ['call-149', 'call-148']]);
    expect((await handlers['log.count']({}, context)).first).toEqual([]);
    await expect(handlers['log.show']({ id: aRecord({ id: 'gone' }).id }, context)).rejects.toThrow(
      'The log has no call "gone".',
    );
  });
});
