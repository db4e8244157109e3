import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { McpServer } from '@modelcontextprotocol/sdk/server/mcp.js';
import { StreamableHTTPServerTransport } from '@modelcontextprotocol/sdk/server/streamableHttp.js';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { ServerEntry } from '../../../src/contract/index.ts';
import { Heard, aConnector, limits } from './connect.ts';

let rig: ReturnType<typeof aConnector>;
beforeAll(() => {
  rig = aConnector();
});
afterAll(() => rig.close());

const open = (entry: object) =>
  rig.connector.connect({ name: 'remote', entry: ServerEntry.parse(entry) }, new Heard(), limits(5_000));

/** A sessionful server of the older era on loopback; asks for a key. */
async function aRemote() {
  const seen: string[] = [];
  let id = 0;
  const sessions = new Map<string, StreamableHTTPServerTransport>();
  const http = createServer((request, response) => {
    seen.push(request.method ?? '');
    if (request.headers.authorization !== 'Bearer plum') return void response.writeHead(401).end();
    void (async () => {
      const known = sessions.get(String(request.headers['mcp-session-id']));
      if (known) return known.handleRequest(request, response);
      const transport = new StreamableHTTPServerTransport({
        sessionIdGenerator: () => `session-${(id += 1)}`,
        onsessioninitialized: (session) => void sessions.set(session, transport),
      });
      const server = new McpServer({ name: 'remote', version: '9' });
      server.registerTool('hello', { description: 'Says hello.' }, () => ({
        content: [{ type: 'text', text: 'hello from afar' }],
      }));
      await server.connect(transport);
      return transport.handleRequest(request, response);
    })();
  });
  await new Promise<void>((resolve) => http.listen(0, '127.0.0.1', resolve));
  const url = `http://127.0.0.1:${(http.address() as AddressInfo).port}/mcp`;
  const close = (): Promise<void> =>
    new Promise((resolve) => (http.closeAllConnections(), http.close(() => resolve())));
  return { url, seen, close };
}

test('[M1] a remote server is called over Streamable HTTP with its headers, and its session is ended', async () => {
  const remote = await aRemote();
  const connection = await open({ url: remote.url, headers: { Authorization: 'Bearer plum' } });
  expect(connection).toMatchObject({ era: 'legacy', version: '9', pid: null });
  expect(await connection.callTool('hello', {}, limits())).toMatchObject({ content: [{ text: 'hello from afar' }] });
  await connection.close();
  expect(remote.seen).toContain('DELETE');
  await remote.close();
});

test('[M4] a refused key, an address where nobody answers, and a transport that is not there are said in words', async () => {
  const remote = await aRemote();
  await expect(open({ url: remote.url })).rejects.toMatchObject({ code: 'mcp/unauthorized' });
  await remote.close();
  await expect(open({ url: remote.url })).rejects.toMatchObject({ code: 'mcp/unreachable' });
  await expect(open({ url: 'file:///etc/passwd' })).rejects.toMatchObject({ code: 'mcp/unsupported-transport' });
  await expect(open({ url: 'https://localhost/sse', type: 'sse' })).rejects.toMatchObject({
    code: 'mcp/unsupported-transport',
  });
});
