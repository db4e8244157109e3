/**
 * One suite over every carrier: the bridge behaves the same wherever it runs.
 */
import { afterEach, describe, expect, it } from 'vitest';
import { AppError, RoomName } from '../../src/contract/index.ts';
import type { Caller, EventMessage, Role } from '../../src/contract/index.ts';
import { EventHub } from '../../src/core/bridge/event-hub.ts';
import { Router } from '../../src/core/bridge/router.ts';
import type { Handlers } from '../../src/core/bridge/router.ts';
import { BridgeClient } from '../../src/wire/client.ts';
import { serveBridge } from '../../src/wire/server.ts';
import { FakeLogger } from '../fakes/fake-system.ts';
import { refusingHandlers } from '../fakes/refusing-handlers.ts';
import { carriers } from './carriers.ts';
import type { CarrierPair } from './carriers.ts';

const room = RoomName.parse('main');
const aCaller = (role: Role): Caller => ({ connectionId: 'c1', role, room, identity: null });

describe.each(Object.entries(carriers))('the bridge over %s', (_name, open) => {
  let pair: CarrierPair;
  afterEach(() => pair.dispose());

  async function connect(role: Role, handlers: Partial<Handlers> = {}) {
    pair = await open();
    const hub = new EventHub();
    const router = new Router({ handlers: { ...refusingHandlers, ...handlers }, logger: new FakeLogger() });
    serveBridge(pair.server, aCaller(role), {
      dispatch: (...request) => router.dispatch(...request),
      describe: (...failure) => router.describe(...failure),
      allows: (event, caller): event is 'talk.changed' => hub.allows(event, caller),
      state: (event, caller) => hub.state(event, caller),
      listen: (event, caller, listener) => hub.listen(event, caller, listener),
    });
    return { client: new BridgeClient(pair.client), hub };
  }

  it('answers a request with what the handler returned', async () => {
    const { client } = await connect('owner', { 'settings.get': ({ key }) => ({ asked: key }) });
    await expect(client.invoke('settings.get', { key: 'talk.mode' })).resolves.toEqual({ asked: 'talk.mode' });
  });

  it('carries an expected failure with its code and words', async () => {
    const { client } = await connect('owner', {
      'mcp.show': () => {
        throw new AppError('mcp/unknown-server', 'There is no server "x".', { data: { near: 'y' } });
      },
    });
    await expect(client.invoke('mcp.show', { name: 'x' as never })).rejects.toMatchObject({
      code: 'mcp/unknown-server',
      message: 'There is no server "x".',
      data: { near: 'y' },
    });
  });

  it('hides the text of an unexpected failure', async () => {
    const { client } = await connect('owner', {
      'mcp.list': () => {
        throw new Error('key sk-secret in a stack');
      },
    });
    await expect(client.invoke('mcp.list', undefined)).rejects.toMatchObject({
      code: 'bridge/internal',
      message: expect.not.stringContaining('sk-secret') as string,
    });
  });

  it.each(['talk', 'listen', 'agent'] as const)('refuses an owner method to the role %s', async (role) => {
    const { client } = await connect(role, { 'mcp.list': () => [] });
    await expect(client.invoke('mcp.list', undefined)).rejects.toMatchObject({ code: 'bridge/not-allowed' });
  });

  it.each([
    ['talk.send', { text: '' }, 'text must be at least 1 character long.'],
    ['rooms.mintToken', { room: 'main', identity: 'me', ttlMs: 0 }, 'A token lasts from 1 second to 24 hours.'],
    ['secrets.set', { name: 'openai', value: 'canary'.repeat(20_000) }, 'value must be at most 64000 characters long.'],
    ['mcp.restart', { name: '' }, 'A server name has 1 to 64 visible characters.'],
    ['mcp.restart', 5, 'The whole must be an object {…}.'],
  ] as const)('refuses input of %s that does not fit, in words that name the field', async (method, input, words) => {
    const { client } = await connect('owner');
    await expect(client.invoke(method as 'talk.send', input as never)).rejects.toMatchObject({
      code: 'bridge/bad-input',
      message: words,
    });
  });

  it.each(['nothing.here', 'toString', '__proto__'])('refuses the unknown method %s', async (method) => {
    const { client } = await connect('owner');
    await expect(client.invoke(method as 'mcp.list', undefined)).rejects.toMatchObject({
      code: 'bridge/unknown-method',
    });
  });

  it('cancels at the server what the client gives up', async () => {
    const aborted = Promise.withResolvers<void>();
    const started = Promise.withResolvers<void>();
    const { client } = await connect('owner', {
      'mcp.list': (_input, { signal }) =>
        new Promise(() => {
          signal.addEventListener('abort', () => aborted.resolve());
          started.resolve();
        }),
    });
    const abort = new AbortController();
    const request = client.invoke('mcp.list', undefined, { signal: abort.signal });
    await started.promise;
    abort.abort();
    await expect(request).rejects.toMatchObject({ code: 'bridge/cancelled' });
    await aborted.promise;
  });

  it('gives a late subscriber the state first, then numbered changes', async () => {
    const { client, hub } = await connect('owner');
    let approvals: unknown[] = [];
    hub.provide('approvals.changed', () => approvals as never);
    hub.publish('approvals.changed', null, []);
    approvals = [{ id: 'a' }];
    const seen = collect<'approvals.changed'>(2);
    client.subscribe('approvals.changed', seen.listener);
    await seen.first;
    hub.publish('approvals.changed', null, []);
    await expect(seen.all).resolves.toEqual([
      { type: 'state', seq: 1, state: [{ id: 'a' }] },
      { type: 'event', seq: 2, payload: [] },
    ]);
  });

  it('gives a subscriber the whole state anew where it changed by more than an event says', async () => {
    const { client, hub } = await connect('owner');
    let turns: unknown[] = [{ id: 'a' }];
    hub.provide('talk.turnChanged', () => turns as never);
    const seen = collect<'talk.turnChanged'>(2);
    client.subscribe('talk.turnChanged', seen.listener);
    await seen.first;
    turns = [];
    hub.restate('talk.turnChanged', 'elsewhere');
    hub.restate('talk.turnChanged', 'main');
    await expect(seen.all).resolves.toEqual([
      { type: 'state', seq: 0, state: [{ id: 'a' }] },
      { type: 'state', seq: 1, state: [] },
    ]);
  });

  it('keeps a room’s events from connections of another room', async () => {
    const { client, hub } = await connect('owner');
    const seen = collect<'talk.keyPressed'>(2);
    client.subscribe('talk.keyPressed', seen.listener);
    await seen.first;
    hub.publish('talk.keyPressed', 'elsewhere', { action: 'down' });
    hub.publish('talk.keyPressed', 'main', { action: 'up' });
    await expect(seen.all).resolves.toEqual([
      { type: 'state', seq: 0, state: null },
      { type: 'event', seq: 1, payload: { action: 'up' } },
    ]);
  });

  it('says nothing of an event that the role may not see', async () => {
    const { client, hub } = await connect('listen', { 'talk.join': () => ({}) as never });
    const told: unknown[] = [];
    client.subscribe('approvals.changed', (message) => told.push(message));
    hub.publish('approvals.changed', null, []);
    await client.invoke('talk.join', {});
    expect(told).toEqual([]);
  });

  it('ends every open request when the connection goes', async () => {
    const started = Promise.withResolvers<void>();
    const { client } = await connect('owner', {
      'mcp.list': () => (started.resolve(), new Promise(() => {})),
    });
    const request = client.invoke('mcp.list', undefined);
    const failed = expect(request).rejects.toMatchObject({ code: 'bridge/closed' });
    await started.promise;
    pair.sever();
    await failed;
    await expect(client.invoke('mcp.list', undefined)).rejects.toMatchObject({ code: 'bridge/closed' });
  });

  it('survives messages that are not of the envelope', async () => {
    const { client } = await connect('owner', { 'mcp.list': () => [] });
    for (const noise of [
      null,
      7,
      'text',
      {},
      { id: 'x' },
      { subscribe: 5 },
      { id: 999, method: 'm'.repeat(100), input: null },
    ]) {
      pair.client.send(noise);
    }
    await expect(client.invoke('mcp.list', undefined)).resolves.toEqual([]);
  });
});

function collect<E extends 'approvals.changed' | 'talk.keyPressed' | 'talk.turnChanged'>(count: number) {
  const messages: EventMessage<E>[] = [];
  const first = Promise.withResolvers<void>();
  const all = Promise.withResolvers<EventMessage<E>[]>();
  const listener = (message: EventMessage<E>): void => {
    messages.push(message);
    first.resolve();
    if (messages.length === count) all.resolve(messages);
  };
  return { listener, first: first.promise, all: all.promise };
}
