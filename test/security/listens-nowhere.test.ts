/**
 * [S14] The agent listens on no port of the network, also where joining takes it long: WebRTC's library would.
 *
 * LiveKit's media port is cut off in a network of the test's own, so that nobody gets further than looking for a way. The
 * control is the SDK alone in the same network: it listens.
 */
import { execFile, spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import path from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, it, onTestFinished } from 'vitest';
import type { MintedToken } from '../../src/contract/index.ts';
import { startHost } from '../e2e/rig/host-process.ts';
import type { HostProcess } from '../e2e/rig/host-process.ts';
import { createTwoNetworks, noNetworksBecause } from '../e2e/rig/two-networks.ts';
import type { TestNetwork, TwoNetworks } from '../e2e/rig/two-networks.ts';

const run = promisify(execFile);
const hasFilter = spawnSync('nft', ['--version']).error === undefined;
const reason = noNetworksBecause() ?? (hasFilter ? null : 'nft (nftables) is not installed');
const bareParticipant = path.resolve(import.meta.dirname, '../e2e/rig/bare-participant.mjs');

/** From now on what is sent to this UDP port there does not arrive. */
async function cutOff({ within }: TestNetwork, port: string): Promise<void> {
  const [file = '', ...before] = within;
  for (const command of [
    'add table ip cut',
    'add chain ip cut in { type filter hook input priority 0 ; }',
    `add rule ip cut in udp dport ${port} drop`,
  ])
    await run(file, [...before, 'nft', command]);
}

describe.skipIf(reason !== null)(`while joining takes long${reason === null ? '' : ` (skipped: ${reason})`}`, () => {
  let networks: TwoNetworks;
  let house: TestNetwork;
  let host: HostProcess;

  beforeAll(async () => {
    networks = await createTwoNetworks();
    house = networks.house;
    host = await startHost({ args: ['--demo'], within: house.within });
  }, 60_000);

  afterAll(async () => {
    await host?.stop();
    await networks?.remove();
  }, 60_000);

  const listeners = async (): Promise<string[]> =>
    (await house.sockets())
      .filter(({ protocol, address }) => protocol === 'tcp' && !address.startsWith('127.0.0.1:'))
      .map(({ address }) => address.split(':')[0] ?? '');
  const mediaPort = async (): Promise<string> => {
    const ofLiveKit = (await house.sockets()).find(
      ({ protocol, program }) => protocol === 'udp' && program === 'livekit-server',
    );
    return ofLiveKit?.address.split(':')[1] ?? '';
  };
  const lookingForAWay = async (): Promise<number> =>
    (await house.sockets()).filter(({ protocol, address }) => protocol === 'udp' && address.startsWith(house.address))
      .length;

  it('[S14] the agent opens no listener on the network, where the SDK by itself opens one', async () => {
    await cutOff(house, await mediaPort());
    const { token, livekitUrl } = await host.json<MintedToken>('room', 'token', 'main', 'ann');
    await expect.poll(lookingForAWay).toBeGreaterThan(0);
    const [file = '', ...args] = [...house.within, process.execPath, bareParticipant, livekitUrl, token];
    const bare = spawn(file, args, { stdio: 'ignore' });
    onTestFinished(() => void bare.kill());
    // The agent began before it, so it had all this time, too.
    await expect.poll(listeners).toEqual([house.address]);
    const ended = once(bare, 'exit');
    bare.kill();
    await ended;
    expect(await listeners()).toEqual([]);
    await expect.poll(lookingForAWay).toBeGreaterThan(0);
  });
});
