/**
 * P4's peer, the host's end: the SDK's own client and transports, nothing else.
 */
import { Client, StreamableHTTPClientTransport } from '@modelcontextprotocol/client';
import { StdioClientTransport } from '@modelcontextprotocol/client/stdio';
import type { BareCall, BareResult, Servers } from './calls.ts';

const servers = JSON.parse(process.argv[2] ?? '') as Servers;
process.on('disconnect', () => process.exit(0));

const connect = async (transport: Parameters<Client['connect']>[0]): Promise<Client> => {
  const client = new Client({ name: 'raw', version: '0' }, { versionNegotiation: { mode: 'auto' } });
  await client.connect(transport);
  await client.listTools();
  return client;
};
const clients = new Map<string, Client>();
for (const [name, entry] of Object.entries(servers)) {
  const transport =
    'url' in entry
      ? new StreamableHTTPClientTransport(new URL(entry.url))
      : new StdioClientTransport({ command: entry.command, args: [...entry.args], stderr: 'ignore' });
  clients.set(name, await connect(transport));
}
process.on('message', ({ id, server, tool, text }: BareCall) => {
  void clients
    .get(server)
    ?.callTool({ name: tool, arguments: { text } })
    .then(({ content: [first] }) => {
      process.send?.({ id, text: first?.type === 'text' ? first.text : '' } satisfies BareResult);
    });
});
process.send?.({ ready: true });
