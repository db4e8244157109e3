/**
 * The same turn over every way a server can be spoken to, and what is said when it cannot.
 */
import { randomUUID } from 'node:crypto';
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import { ServerEntry } from '../../../src/contract/index.ts';
import type { McpConnection } from '../../../src/core/ports.ts';
import { serveRemote } from '../../fixtures/mcp-servers/remote-server.ts';
import type { RemoteKind, RemoteOptions, RemoteServer } from '../../fixtures/mcp-servers/remote-server.ts';
import { Heard, aConnector, limits, sdkServer } from './connect.ts';

let rig: ReturnType<typeof aConnector>;
const open: { close(): Promise<void> }[] = [];
beforeAll(() => {
  rig = aConnector();
});
afterEach(async () => {
  for (const one of open.splice(0).reverse()) await one.close();
});
afterAll(() => rig.close());

async function connect(entry: object, heard = new Heard(), timeoutMs = 5_000): Promise<McpConnection> {
  const target = { name: 'remote', entry: ServerEntry.parse(entry) };
  const connection = await rig.connector.connect(target, heard, limits(timeoutMs));
  open.push(connection);
  return connection;
}

async function aRemote(options: RemoteOptions): Promise<RemoteServer> {
  const remote = await serveRemote(options);
  open.push(remote);
  return remote;
}

const types = { 'http-modern': 'http', 'http-legacy': 'streamable-http', sse: 'sse', ws: 'ws' } as const;
const kinds = Object.keys(types) as RemoteKind[];
const bearer = (key: string) => ({ Authorization: `Bearer ${key}` });

test.each(['stdio', ...kinds] as const)('[M1] the same call with a random text over %s', async (kind) => {
  const secret = `violet-${randomUUID()}`;
  if (kind === 'stdio') {
    const connection = await connect(sdkServer('--secret', secret));
    expect(await connection.callTool('secret', {}, limits())).toMatchObject({ content: [{ text: secret }] });
    return;
  }
  const remote = await aRemote({ kind, secret, key: 'plum' });
  const connection = await connect({ url: remote.url, type: types[kind], headers: bearer('plum') });
  expect(connection).toMatchObject({ era: kind === 'http-modern' ? '2026-07-28' : 'legacy', version: '9', pid: null });
  expect(await connection.callTool('secret', {}, limits())).toMatchObject({ content: [{ text: secret }] });
  expect(remote.done).toEqual(['secret']);
  expect(remote.seen.every(({ headers }) => headers.authorization === 'Bearer plum')).toBe(true);
});

test.each(kinds)('[M1] over %s a wrong key is refused in words, without the key', async (kind) => {
  const remote = await aRemote({ kind, key: 'plum' });
  const refused = connect({ url: remote.url, type: types[kind], headers: bearer('wrong-pear') });
  await expect(refused).rejects.toMatchObject({
    code: 'mcp/unauthorized',
    message: expect.not.stringContaining('pear') as string,
  });
  expect(remote.done).toEqual([]);
});

test('[M1] a session of the older era is ended at the server', async () => {
  const remote = await aRemote({ kind: 'http-legacy' });
  const connection = await connect({ url: remote.url });
  await connection.close();
  expect(remote.seen.map(({ method }) => method)).toContain('DELETE');
});

test.each(['sse', 'ws'] as const)('[M1] an address without a type finds %s by itself', async (kind) => {
  const remote = await aRemote({ kind, secret: 'found' });
  const connection = await connect({ url: remote.url });
  expect(await connection.callTool('secret', {}, limits())).toMatchObject({ content: [{ text: 'found' }] });
});

test.each(kinds)('[M4] over %s an address where nobody answers is named', async (kind) => {
  const remote = await serveRemote({ kind });
  await remote.close();
  await expect(connect({ url: remote.url, type: types[kind] })).rejects.toMatchObject({
    code: 'mcp/unreachable',
    message: `Nobody answers at 127.0.0.1:${remote.port}. Check that the server runs, and its address.`,
  });
});

test('[M4] what cannot be an address, a header or a name in the network is said in words and without its value', async () => {
  await expect(connect({ url: 'file:///etc/passwd' })).rejects.toMatchObject({ code: 'mcp/unsupported-transport' });
  await expect(connect({ url: 'http://nowhere.invalid/mcp' })).rejects.toMatchObject({
    code: 'mcp/unreachable',
    message: expect.stringContaining('The name of nowhere.invalid is not found') as string,
  });
  for (const entry of [
    { url: 'https://me:sk-pear@127.0.0.1/mcp' },
    { url: 'https://127.0.0.1/mcp', headers: { 'X-Key': 'sk-\npear' } },
    { url: 'https://127.0.0.1/mcp', headers: { 'X-Key': 'sk-pear€' } },
  ]) {
    await expect(connect(entry)).rejects.toMatchObject({
      code: 'mcp/bad-entry',
      message: expect.not.stringContaining('pear') as string,
    });
  }
});
