/**
 * This computer's addresses in its networks.
 *
 * Path: core/share -> here -> the operating system.
 * Always: IPv4 only (what a link can show and a phone in the same network has); loopback is never among them.
 */
import { createSocket } from 'node:dgram';
import { lookup } from 'node:dns/promises';
import { networkInterfaces } from 'node:os';
import type { Network } from '../../core/ports/sharing.ts';

/** An address for documentation (RFC 5737): connecting a UDP socket sends nothing, it only chooses the way out. */
const somewhereElse = '192.0.2.1';

export const machineNetwork: Network = {
  async addresses() {
    const own = Object.values(networkInterfaces())
      .flatMap((addresses) => addresses ?? [])
      .filter(({ family, internal }) => family === 'IPv4' && !internal)
      .map(({ address }) => address);
    const wayOut = await addressOfWayOut();
    return wayOut !== null && own.includes(wayOut)
      ? [wayOut, ...own.filter((address) => address !== wayOut)]
      : [...new Set(own)];
  },
  async resolve(name) {
    const found = await lookup(name, { all: true, family: 4 }).catch(() => []);
    return found.map(({ address }) => address);
  },
};

/** The address that traffic to other networks leaves by, or null without such a way. */
function addressOfWayOut(): Promise<string | null> {
  return new Promise((resolve) => {
    const socket = createSocket('udp4');
    const settle = (address: string | null): void => {
      socket.close();
      resolve(address);
    };
    socket.once('error', () => settle(null));
    socket.connect(9, somewhereElse, () => settle(socket.address().address));
  });
}
