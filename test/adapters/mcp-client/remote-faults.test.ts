/**
 * Remote servers that fail, through the core's whole pipeline.
 */
import { randomUUID } from 'node:crypto';
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import { ServerEntry, ServerName } from '../../../src/contract/index.ts';
import { aCore, modelCall, noSignal, realClock, untilState } from '../../core/mcp/rig.ts';
import { serveRemote } from '../../fixtures/mcp-servers/remote-server.ts';
import type { Fault, RemoteKind, RemoteOptions, RemoteServer, Seen } from '../../fixtures/mcp-servers/remote-server.ts';
import { aConnector } from './connect.ts';

let rig: ReturnType<typeof aConnector>;
const open: { close(): Promise<void> }[] = [];
beforeAll(() => {
  rig = aConnector();
});
afterEach(async () => {
  for (const one of open.splice(0).reverse()) await one.close();
});
afterAll(() => rig.close());

const name = ServerName.parse('far');
const kinds: readonly RemoteKind[] = ['http-modern', 'http-legacy', 'sse', 'ws'];
const httpKinds = ['http-modern', 'http-legacy'] as const;

/** A core connected to a server of this kind. */
async function aTalk(options: RemoteOptions, more: Partial<ServerEntry> = {}) {
  const remote = await serveRemote(options);
  open.push(remote);
  const core = aCore({ connector: rig.connector, clock: realClock });
  open.push(core.registry);
  await core.secrets.set('far-key', 'plum');
  await core.registry.start();
  const entry = ServerEntry.parse({ url: remote.url, approval: 'allow', ...more });
  await core.registry.add(name, entry, false);
  await untilState(core, 'far', 'ready', 'failed');
  const call = (tool: string) => core.calls.callForModel(modelCall(`far__${tool}`), noSignal());
  const view = () => core.registry.list()[0];
  return { remote, call, view, ...core };
}

/** The first `tools/call` is taken by the fault, all else goes on. */
function once(remote: RemoteServer, fault: Fault): void {
  remote.fault = (seen, response) => {
    if (seen.rpc !== 'tools/call') return false;
    remote.fault = null;
    return fault(seen, response);
  };
}

const hasKey = ({ headers }: Seen): boolean => headers.authorization === 'Bearer plum';

const callIds = (remote: RemoteServer): unknown[] =>
  remote.seen.filter(({ rpc }) => rpc === 'tools/call').map(({ id }) => id);

test.each(kinds)('[M1] S7 over %s a key comes from the keychain and is not in what is shown', async (kind) => {
  const secret = `violet-${randomUUID()}`;
  const headers = { Authorization: 'Bearer ${secret:far-key}' };
  const talk = await aTalk({ kind, secret, key: 'plum' }, { headers });
  expect(talk.view()).toMatchObject({ state: 'ready', tools: 4 });
  expect(await talk.call('secret')).toMatchObject({ isError: false, text: secret });
  expect(JSON.stringify(talk.registry.show('far'))).not.toContain('plum');
});

test.each(kinds)(
  '[M15] F28 over %s a cut after the work repeats what may be repeated and nothing else',
  async (kind) => {
    const talk = await aTalk({ kind, secret: 'again' });
    const cutOnce = (): void => {
      talk.remote.afterWork = () => {
        talk.remote.afterWork = null;
        talk.remote.cut();
      };
    };
    expect(await talk.call('add')).toMatchObject({ isError: false });

    cutOnce();
    expect(await talk.call('secret')).toMatchObject({ isError: false, text: 'again' });
    await untilState(talk, 'far', 'ready');
    cutOnce();
    expect(await talk.call('put')).toMatchObject({ isError: false, text: 'put' });
    await untilState(talk, 'far', 'ready');
    cutOnce();
    expect(await talk.call('add')).toMatchObject({
      isError: true,
      text: expect.stringContaining('not known') as string,
    });
    expect(talk.remote.done).toEqual(['add', 'secret', 'secret', 'put', 'put', 'add']);
    if (kind === 'http-modern' || kind === 'http-legacy')
      expect(new Set(callIds(talk.remote)).size).toBe(callIds(talk.remote).length);
  },
);

test.each(httpKinds)('[M15] F28 over %s a stream that ends without its answer fails at once', async (kind) => {
  const talk = await aTalk({ kind, secret: 'again' });
  const emptyStream: Fault = (_seen, response) => {
    response.writeHead(200, { 'content-type': 'text/event-stream' }).end(': bye\n\n');
    return true;
  };
  once(talk.remote, emptyStream);
  expect(await talk.call('secret')).toMatchObject({ isError: false, text: 'again' });
  once(talk.remote, emptyStream);
  const startedAtMs = performance.now();
  expect(await talk.call('add')).toMatchObject({ isError: true });
  expect(performance.now() - startedAtMs).toBeLessThan(5_000);
  expect(talk.remote.done).toEqual(['secret']);
});

test('[M15] F28 a server that forgot its sessions gets a new one, and the call is done once', async () => {
  const talk = await aTalk({ kind: 'http-legacy' });
  talk.remote.forget();
  expect(await talk.call('add')).toMatchObject({ isError: false, text: 'added' });
  expect(talk.remote.done).toEqual(['add']);
  expect(talk.remote.seen.filter(({ rpc }) => rpc === 'initialize')).toHaveLength(2);
});

test.each(httpKinds)('[M15] F28 over %s a 5xx is said in words and not repeated', async (kind) => {
  const talk = await aTalk({ kind });
  once(talk.remote, (_seen, response) => {
    response.writeHead(503).end('<html>overloaded</html>');
    return true;
  });
  const told = await talk.call('put');
  expect(told).toMatchObject({ isError: true, text: expect.stringContaining('HTTP 503') as string });
  expect(told.text).not.toContain('<html>');
  expect(await talk.call('put')).toMatchObject({ isError: false });
  expect(talk.remote.done).toEqual(['put']);
});

test.each(httpKinds)('[M15] F28 over %s a call that is never answered ends by its deadline', async (kind) => {
  const talk = await aTalk({ kind }, { timeoutMs: 300 });
  once(talk.remote, () => true);
  expect(await talk.call('secret')).toMatchObject({
    isError: true,
    text: expect.stringContaining('no result within 0.3 s') as string,
  });
  expect(await talk.call('secret')).toMatchObject({ isError: false });
});

test.each(kinds)('[M15] F25 over %s a result of 11 MB fails that call, and the next one works', async (kind) => {
  const talk = await aTalk({ kind, secret: 'small' });
  expect(await talk.call('big')).toMatchObject({
    isError: true,
    text: expect.stringContaining('larger than 10 MB') as string,
  });
  await untilState(talk, 'far', 'ready');
  expect(await talk.call('secret')).toMatchObject({ isError: false, text: 'small' });
});

test.each(kinds)('[M5] over %s a server that goes away is shown as failed and comes back by itself', async (kind) => {
  const talk = await aTalk({ kind, secret: 'before' });
  const { port } = talk.remote;
  await talk.remote.close();
  talk.registry.checkNow();
  await untilState(talk, 'far', 'failed');
  expect(talk.view()).toMatchObject({ tools: 4, cause: { code: expect.stringMatching(/unreachable|lost/) as string } });
  expect(talk.catalogue.list()).toHaveLength(4);
  expect(await talk.call('secret')).toMatchObject({ isError: true });

  open.push(await serveRemote({ kind, port, secret: 'after' }));
  await untilState(talk, 'far', 'ready');
  expect(await talk.call('secret')).toMatchObject({ isError: false, text: 'after' });
});

test.each(httpKinds)('[M5] over %s a server that is there but hangs does not pass for ready', async (kind) => {
  const talk = await aTalk({ kind });
  talk.remote.fault = (seen) => seen.rpc === 'ping' || seen.rpc === 'server/discover';
  talk.registry.checkNow();
  await untilState(talk, 'far', 'failed');
  expect(talk.view()?.cause?.message).toContain('did not answer a health check within 5 s');
  talk.remote.fault = null;
  await untilState(talk, 'far', 'ready');
});

test.each(httpKinds)('[M5] over %s a health check asks for no tools', async (kind) => {
  const talk = await aTalk({ kind });
  const before = talk.remote.seen.length;
  const asked = (): unknown[] => talk.remote.seen.slice(before).map(({ rpc }) => rpc);
  talk.registry.checkNow();
  await expect.poll(asked).toContain(kind === 'http-modern' ? 'server/discover' : 'ping');
  expect(await talk.call('secret')).toMatchObject({ isError: false });
  expect(asked()).not.toContain('tools/list');
});

test.each(['http-modern', 'http-legacy', 'sse'] as const)(
  '[S26] over %s a redirect to another host is not followed, and the key does not go there',
  async (kind) => {
    const inner = await serveRemote({ kind, host: '127.0.0.2' });
    open.push(inner);
    const outer = await serveRemote({ kind });
    open.push(outer);
    outer.fault = (_seen, response) => {
      response.writeHead(307, { location: inner.url }).end();
      return true;
    };
    const type = kind === 'sse' ? 'sse' : 'http';
    const attempt = (url: string) =>
      rig.connector.connect(
        { name: 'far', entry: ServerEntry.parse({ url, type, headers: { Authorization: 'Bearer plum' } }) },
        { onToolsChanged: () => {}, onClosed: () => {}, onOutput: () => {} },
        { timeoutMs: 5_000, signal: noSignal() },
      );
    await expect(attempt(outer.url)).rejects.toMatchObject({
      code: 'mcp/unreachable',
      message: expect.stringContaining('sends elsewhere') as string,
    });
    expect(inner.seen).toEqual([]);

    // Its own address works, and so does a redirect within it: the refusal was about the host.
    inner.fault = (seen, response) => {
      if (seen.path !== '/moved') return false;
      response.writeHead(307, { location: '/mcp' }).end();
      return true;
    };
    open.push(await attempt(inner.url.replace('/mcp', '/moved')));
    expect(inner.seen.filter(({ path }) => path === '/mcp').every(hasKey)).toBe(true);
  },
);

test('[S26] a redirect of a WebSocket is not followed', async () => {
  const inner = await serveRemote({ kind: 'ws', host: '127.0.0.2' });
  const outer = await serveRemote({ kind: 'http-modern' });
  open.push(inner, outer);
  outer.fault = (_seen, response) => {
    response.writeHead(302, { location: inner.url }).end();
    return true;
  };
  const core = aCore({ connector: rig.connector, clock: realClock });
  open.push(core.registry);
  await core.registry.start();
  await core.registry.add(name, { url: outer.url, type: 'ws' }, false);
  await untilState(core, 'far', 'failed');
  expect(core.registry.list()[0]?.cause).toMatchObject({ code: 'mcp/unreachable' });
  expect(inner.seen).toEqual([]);
  // The control: under its own address it is connected, and has seen who came.
  await core.registry.add(ServerName.parse('near'), { url: inner.url, type: 'ws' }, false);
  await untilState(core, 'near', 'ready');
  expect(inner.seen).not.toEqual([]);
});
