/**
 * Free ports on 127.0.0.1, asked of the operating system. Nobody is ever pushed off a port: a taken one means another is picked.
 */
import { createSocket } from 'node:dgram';
import { createServer } from 'node:net';
import type { LiveKitPorts } from './server-config.ts';

/** Two ports that were free a moment ago. */
export async function pickFreePorts(): Promise<LiveKitPorts> {
  return { httpPort: (await tryTcp(0)) ?? 0, udpPort: (await tryUdp(0)) ?? 0 };
}

/** Whether both can be bound right now. */
export async function arePortsFree(ports: LiveKitPorts): Promise<boolean> {
  return (await tryTcp(ports.httpPort)) !== null && (await tryUdp(ports.udpPort)) !== null;
}

function tryTcp(port: number): Promise<number | null> {
  return new Promise((resolve) => {
    const server = createServer();
    server.once('error', () => resolve(null));
    server.listen({ host: '127.0.0.1', port, exclusive: true }, () => {
      const address = server.address();
      server.close(() => resolve(typeof address === 'object' && address ? address.port : null));
    });
  });
}

function tryUdp(port: number): Promise<number | null> {
  return new Promise((resolve) => {
    const socket = createSocket('udp4');
    socket.once('error', () => {
      socket.close();
      resolve(null);
    });
    socket.bind({ address: '127.0.0.1', port, exclusive: true }, () => {
      const { port: bound } = socket.address();
      socket.close(() => resolve(bound));
    });
  });
}
