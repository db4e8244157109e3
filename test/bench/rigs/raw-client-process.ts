/**
 * P15's peer: the SDK's clients on stdio servers, closed at a word; then the process ends.
 */
import { Client } from '@modelcontextprotocol/client';
import { StdioClientTransport } from '@modelcontextprotocol/client/stdio';
import { endWithParent } from './child.ts';

endWithParent();
/** By which the bench finds what is left of them. */
const mark = process.argv[3] ?? '';
const servers = JSON.parse(process.argv[2] ?? '[]') as string[][];
const clients = await Promise.all(
  servers.map(async (args) => {
    const client = new Client({ name: 'raw', version: '0' }, { versionNegotiation: { mode: 'auto' } });
    const env = { PATH: process.env['PATH'] ?? '', BENCH_MARK: mark };
    await client.connect(new StdioClientTransport({ command: process.execPath, args, env, stderr: 'ignore' }));
    return client;
  }),
);
process.once('message', () => {
  void Promise.allSettled(clients.map((client) => client.close())).then(() => process.exit(0));
});
process.send?.({ type: 'ready' });
