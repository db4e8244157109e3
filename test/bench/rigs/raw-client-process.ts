/**
 * P15's peer: the SDK's clients on stdio servers, closed at a word; then the process ends.
 */
import { Client } from '@modelcontextprotocol/client';
import { StdioClientTransport } from '@modelcontextprotocol/client/stdio';
import { endWithParent } from './child.ts';

endWithParent();
const servers = JSON.parse(process.argv[2] ?? '[]') as string[][];
const clients = await Promise.all(
  servers.map(async (args) => {
    const client = new Client({ name: 'raw', version: '0' }, { versionNegotiation: { mode: 'auto' } });
    await client.connect(new StdioClientTransport({ command: process.execPath, args, stderr: 'ignore' }));
    return client;
  }),
);
process.once('message', () => {
  void Promise.allSettled(clients.map((client) => client.close())).then(() => process.exit(0));
});
process.send?.({ type: 'ready' });
