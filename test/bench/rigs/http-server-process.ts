/**
 * A well-behaved MCP server over Streamable HTTP on loopback with one tool, `echo`; counts what is asked of it.
 */
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { McpServer, createMcpHandler } from '@modelcontextprotocol/server';
import { z } from 'zod';
import { endWithParent } from './child.ts';
import type { HttpServerMessage } from './http-server.ts';

const tell = (message: HttpServerMessage): void => void process.send?.(message);
const asked: Record<string, number> = {};

function build(): McpServer {
  const server = new McpServer({ name: 'bench', version: '1' });
  const inputSchema = z.object({ text: z.string().optional(), message: z.string().optional() });
  server.registerTool('echo', { inputSchema, annotations: { readOnlyHint: true } }, ({ text, message }) => ({
    content: [{ type: 'text', text: text ?? message ?? '' }],
  }));
  return server;
}

endWithParent();
process.on('SIGTERM', () => process.exit(0));
const handler = createMcpHandler(build);
const http = createServer((request, response) => {
  void (async () => {
    const parts: Buffer[] = [];
    for await (const part of request) parts.push(part as Buffer);
    const body = Buffer.concat(parts).toString('utf8');
    const method = body === '' ? undefined : (JSON.parse(body) as { method?: string }).method;
    if (method !== undefined) asked[method] = (asked[method] ?? 0) + 1;
    const answer = await handler.fetch(
      new Request(`http://127.0.0.1${request.url ?? '/'}`, {
        method: request.method ?? 'GET',
        headers: request.headers as Record<string, string>,
        ...(body === '' ? {} : { body }),
      }),
    );
    response.writeHead(answer.status, Object.fromEntries(answer.headers));
    for await (const chunk of answer.body ?? []) response.write(chunk);
    response.end();
  })();
});
http.listen(0, '127.0.0.1', () => {
  tell({ type: 'ready', url: `http://127.0.0.1:${String((http.address() as AddressInfo).port)}/mcp` });
});
process.on('message', () => tell({ type: 'asked', asked }));
