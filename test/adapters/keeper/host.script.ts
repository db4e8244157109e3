/**
 * A host in small, to be killed: keeper, two servers, a child that was started but not yet registered. Prints their pids.
 */
import { spawn } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { Heard, aConnector, limits, node, rawServer, sdkServer } from '../mcp-client/connect.ts';

const [file = '', ending = 'stay'] = process.argv.slice(2);
const { keeper, connector, close } = aConnector();
const open = (entry: ReturnType<typeof sdkServer>) =>
  connector.connect({ name: 'fixture', entry }, new Heard(), limits());
const [polite, stubborn] = await Promise.all([open(sdkServer()), open(rawServer('stubborn-family', file))]);
const missed = spawn(node, ['-e', 'setInterval(() => {}, 1000)'], {
  detached: true,
  stdio: 'ignore',
  env: { ...keeper.marker },
});
const family = readFileSync(file, 'utf8').trim().split(' ').map(Number);
console.log(JSON.stringify({ keeper: keeper.pid, pids: [polite.pid, ...family, missed.pid] }));

if (ending === 'polite') {
  await polite.close();
  await stubborn.close();
  await close();
  process.exit(0);
}
