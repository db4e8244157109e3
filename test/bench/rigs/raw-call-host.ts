/**
 * P4's peer, the host's end: the SDK's own client and transports, nothing else.
 */
import { Client, StreamableHTTPClientTransport } from '@modelcontextprotocol/client';
import { StdioClientTransport } from '@modelcontextprotocol/client/stdio';
import type { BareCall, BareResult, ServerKind, Servers } from './calls.ts';

const { stdio, http } = JSON.parse(process.argv[2] ?? '') as Servers;
process.on('disconnect', () => process.exit(0));

const connect = async (transport: Parameters<Client['connect']>[0]): Promise<Client> => {
  const client = new Client({ name: 'raw', version: '0' }, { versionNegotiation: { mode: 'auto' } });
  await client.connect(transport);
  await client.listTools();
  return client;
};
const clients: Record<ServerKind, Client> = {
  stdio: await connect(new StdioClientTransport({ command: stdio.command, args: [...stdio.args], stderr: 'ignore' })),
  http: await connect(new StreamableHTTPClientTransport(new URL(http.url))),
};
process.on('message', ({ id, server, text }: BareCall) => {
  void clients[server].callTool({ name: 'echo', arguments: { text } }).then(({ content }) => {
    const [first] = content;
    process.send?.({ id, text: first?.type === 'text' ? first.text : '' } satisfies BareResult);
  });
});
process.send?.({ ready: true });
