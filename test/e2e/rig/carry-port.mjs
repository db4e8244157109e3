/* Run in another network: listens there on loopback, says where, and carries each connection to a socket in the file system. */
import { connect, createServer } from 'node:net';
import process from 'node:process';

const server = createServer((near) => {
  const far = connect(process.argv[2]);
  const end = () => {
    near.destroy();
    far.destroy();
  };
  for (const side of [near, far]) side.on('error', end).on('close', end);
  near.pipe(far).pipe(near);
});
server.listen(0, '127.0.0.1', () => process.stdout.write(`${server.address().port}\n`));
