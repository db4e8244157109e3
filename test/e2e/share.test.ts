/**
 * [R2] [R7] [S14] A phone in another network namespace joins by link over HTTPS, and is out within 2 s of its withdrawal.
 *
 * The host, its LiveKit and the owner's page are in the first namespace, the phone's page in the second; the authority of the
 * host's certificate is in a certificate store of the test's own. No certificate is looked away from.
 */
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import type { Page } from 'playwright';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { AppStatus, InviteView, ParticipantView, WireError } from '../../src/contract/index.ts';
import { createTestAuthority } from '../fixtures/test-authority.ts';
import { openBrowser } from './rig/browser.ts';
import type { TestBrowser } from './rig/browser.ts';
import { startHost } from './rig/host-process.ts';
import type { HostProcess } from './rig/host-process.ts';
import { setCertificate } from './rig/set-certificate.ts';
import { createTwoNetworks, noNetworksBecause } from './rig/two-networks.ts';
import type { TestNetwork, TwoNetworks } from './rig/two-networks.ts';
import { realPid } from '../fixtures/real-pid.ts';

const devicePage = path.resolve(import.meta.dirname, 'pages/device.js');
const livekitClient = path.resolve(import.meta.dirname, '../../node_modules/livekit-client/dist/livekit-client.umd.js');

/** Of the house, after it moved. */
const newAddress = '10.203.0.9';

interface Link {
  readonly url: string;
  readonly code: string;
}

/** What pages/device.js puts into the page. */
interface Device {
  joinByLink(code: string, name: string): Promise<{ livekitUrl: string; token: string; identity: string }>;
  enterRoom(livekitUrl: string, token: string): Promise<void>;
  /** When the room was lost, epoch ms. */
  out(): Promise<number>;
  /** Who else is in the room, once there is somebody named so. */
  sees(name: string): Promise<void>;
  refused(method: string): Promise<string>;
  bad(code: string, accessCode?: string): Promise<WireError>;
}
const inPage = <T, A>(page: Page, step: (argument: [Device, A]) => Promise<T>, argument: A): Promise<T> =>
  page
    .evaluateHandle(() => (globalThis as unknown as { device: Device }).device)
    .then(async (device) =>
      // The handle is the page's own object, the step runs there.
      page.evaluate(step as never, [device, argument] as never),
    );

/** When a process began, epoch ms, by the kernel's clock ticks of 10 ms. */
async function startOf(pid: number): Promise<number> {
  const [stat, uptime] = await Promise.all([readFile(`/proc/${pid}/stat`, 'utf8'), readFile('/proc/uptime', 'utf8')]);
  const ticks = Number(stat.slice(stat.lastIndexOf(')') + 2).split(' ')[19]);
  return Date.now() - (Number(uptime.split(' ')[0]) * 1_000 - ticks * 10);
}

const reason = noNetworksBecause();

describe.skipIf(reason !== null)(`sharing with a phone${reason === null ? '' : ` (skipped: ${reason})`}`, () => {
  let networks: TwoNetworks;
  let house: TestNetwork;
  let host: HostProcess;
  let owner: TestBrowser;
  let phone: TestBrowser;
  let link: Link;
  let old: { livekitUrl: string; token: string; identity: string };

  beforeAll(async () => {
    networks = await createTwoNetworks();
    house = networks.house;
    const authority = await createTestAuthority();
    await networks.phone.trust(authority.certificate);
    host = await startHost({ args: ['--demo'], within: house.within });
    await setCertificate(host, await authority.issue([house.address, newAddress]));
    const silence = new Int16Array(0);
    const scripts = [livekitClient, devicePage];
    owner = await openBrowser(silence, { program: house.chromium, home: house.home, scripts });
    const { chromium: program, home } = networks.phone;
    phone = await openBrowser(silence, { program, home, scripts, phone: true });
  }, 120_000);

  afterAll(async () => {
    await owner?.close();
    await phone?.close();
    await host?.stop();
    await networks?.remove();
  }, 60_000);

  /** TCP listeners and livekit-server's sockets that are not on loopback. */
  const openToOthers = async (): Promise<string[]> => {
    const all = await house.sockets();
    const ours = all.filter(({ protocol, program }) => protocol === 'tcp' || program === 'livekit-server');
    return ours
      .filter(({ address }) => !address.startsWith('127.0.0.1:'))
      .map(({ protocol, address }) => `${protocol} ${address.split(':')[0] ?? ''}`)
      .sort();
  };
  const guests = async (): Promise<ParticipantView[]> =>
    (await host.json<ParticipantView[]>('room', 'show', 'main')).filter(({ identity }) =>
      identity.startsWith('guest-'),
    );
  const people = () => owner.page.getByRole('list', { name: 'Who is here' });

  it('[S14] listens on loopback only before anything is shared', async () => {
    await owner.page.goto(host.url);
    await owner.page.getByRole('button', { name: 'Join' }).click();
    await owner.page.getByRole('button', { name: 'Leave' }).waitFor();
    await people().getByText('You').waitFor();
    expect(await openToOthers()).toEqual([]);
  });

  it('[R6] [S14] is reached by the network while a link is open, and the talk is back within 3 s of LiveKit’s restart', async () => {
    link = await host.json<Link>('invite', 'create', '--uses', '2');
    const inRoom = async (): Promise<ParticipantView[]> => host.json<ParticipantView[]>('room', 'show', 'main');
    await expect.poll(inRoom, { timeout: 15_000, interval: 100 }).toHaveLength(2);
    const backAtMs = Math.max(...(await inRoom()).map(({ joinedAtMs }) => joinedAtMs));
    expect(backAtMs - (await startOf(realPid((await host.json<AppStatus>('status')).livekit.pid)))).toBeLessThan(3_000);
    expect(link.url).toBe(`https://${house.address}:7443/join#${link.code}`);
    expect(await openToOthers()).toEqual([`tcp ${house.address}`, `udp ${house.address}`]);
  });

  it('[R2] [R7] lets a phone in by the link, in a secure page, and shows it to the owner', async () => {
    await phone.page.goto(link.url);
    expect(await phone.page.evaluate('isSecureContext')).toBe(true);
    old = await inPage(phone.page, ([device, code]) => device.joinByLink(code, 'Ann’s phone'), link.code);
    expect(old.livekitUrl).toBe(`wss://${house.address}:7443/livekit`);
    expect(old.identity).toMatch(/^guest-[0-9a-f-]{36}$/);
    await inPage(phone.page, ([device, { livekitUrl, token }]) => device.enterRoom(livekitUrl, token), old);
    await people().getByText('Ann’s phone').waitFor();
    await expect.poll(guests).toMatchObject([{ identity: old.identity, name: 'Ann’s phone', publishing: true }]);
    await inPage(phone.page, ([device, name]) => device.sees(name), 'You');
    const [invite] = await host.json<InviteView[]>('invite', 'list');
    expect(invite).toMatchObject({ usesLeft: 1, devices: [{ identity: old.identity }] });
  });

  it('[R2] lets a phone in through the page behind the link, and tells it there when it is put out', async () => {
    const second = await host.json<Link>('invite', 'create');
    const tab = await phone.context.newPage();
    await tab.goto(second.url);
    await tab.getByRole('textbox', { name: 'Your name' }).fill('Grace');
    await tab.getByRole('button', { name: 'Join' }).click();
    await tab.getByRole('button', { name: 'Leave' }).waitFor();
    await people().getByText('Grace').waitFor();
    await host.parley('invite', 'revoke', second.code);
    await tab.getByRole('heading', { name: 'You are no longer in the talk' }).waitFor({ timeout: 5_000 });
    await people().getByText('Grace').waitFor({ state: 'detached' });
    await tab.close();
  });

  it('[S10] gives the phone nothing of the owner', async () => {
    for (const method of [
      'settings.get',
      'mcp.list',
      'share.createInvite',
      'approvals.answer',
      'rooms.mintToken',
      'talk.setMode',
      'share.endTalk',
    ]) {
      expect(await inPage(phone.page, ([device, name]) => device.refused(name), method)).toBe('bridge/not-allowed');
    }
  });

  it('[S9] puts the phone out within 2 s of the withdrawal, and keeps it out, its old token included', async () => {
    const other = await host.json<Link>('invite', 'create');
    const out = inPage(phone.page, ([device]) => device.out(), null);
    // By a press, as people do it: the program would count its own start into the two seconds.
    await owner.page.getByRole('link', { name: 'Share' }).click();
    const row = owner.page
      .getByRole('list', { name: 'Links' })
      .getByRole('listitem')
      .filter({ hasText: 'Ann’s phone' });
    const withdraw = row.getByRole('button', { name: 'Withdraw' });
    await withdraw.waitFor();
    const startedAtMs = Date.now();
    await withdraw.click();
    expect((await out) - startedAtMs).toBeLessThan(2_000);
    await owner.page.getByRole('link', { name: 'Talk' }).click();
    await expect.poll(guests, { timeout: 2_000 }).toEqual([]);
    const enter = ([device, { livekitUrl, token }]: [Device, typeof old]): Promise<string> =>
      device.enterRoom(livekitUrl, token).then(
        () => 'in',
        () => 'refused',
      );
    expect(await inPage(phone.page, enter, old)).toBe('refused');
    expect(await inPage(phone.page, ([device, code]) => device.bad(code), link.code)).toMatchObject({
      code: 'share/withdrawn',
    });
    expect(await inPage(phone.page, ([device, code]) => device.bad(code), `${other.code}0`)).toMatchObject({
      code: 'share/unknown-invite',
    });
    // Past the origin, straight to the LiveKit of the house: the token is good for it, so it is removed on sight.
    const tab = await owner.context.newPage();
    const { livekit } = await host.json<AppStatus>('status');
    const straight = { ...old, livekitUrl: livekit.url ?? '' };
    const enteredAtMs = Date.now();
    const entered = await inPage(tab, enter, straight);
    if (entered === 'in')
      expect((await inPage(tab, ([device]) => device.out(), null)) - enteredAtMs).toBeLessThan(3_000);
    await expect.poll(guests, { timeout: 10_000 }).toEqual([]);
    await tab.close();
    await host.parley('invite', 'revoke', other.code);
  });

  it('[R3] asks for an access code, lets nobody new in while it is locked, and ends the talk for all', async () => {
    const made = await host.json<Link & { accessCode: string }>('invite', 'create', '--access-code', '--uses', '2');
    const tried = (accessCode?: string): Promise<WireError> =>
      inPage(phone.page, ([device, [code, given]]) => device.bad(code, given), [made.code, accessCode] as const);
    expect(await tried()).toMatchObject({ code: 'share/access-code' });
    await host.parley('room', 'lock', 'main');
    expect(await tried(made.accessCode)).toMatchObject({ code: 'share/locked' });
    await host.parley('room', 'unlock', 'main');
    const tab = await phone.context.newPage();
    await tab.goto(made.url);
    await tab.getByRole('textbox', { name: 'Your name' }).fill('Alan');
    await tab.getByRole('button', { name: 'Join' }).click();
    await tab.getByRole('textbox', { name: 'Access code' }).fill(made.accessCode);
    await tab.getByRole('button', { name: 'Join' }).click();
    await tab.getByRole('button', { name: 'Leave' }).waitFor();
    await people().getByText('Alan').waitFor();
    await owner.page.getByRole('link', { name: 'Share' }).click();
    await owner.page.getByRole('button', { name: 'End for all' }).click();
    await owner.page.getByRole('button', { name: 'End it' }).click();
    await tab.getByRole('heading', { name: 'You are no longer in the talk' }).waitFor({ timeout: 5_000 });
    expect((await host.json<InviteView[]>('invite', 'list'))[0]).toMatchObject({ state: 'withdrawn', devices: [] });
    await tab.close();
    await owner.page.getByRole('link', { name: 'Talk' }).click();
    await owner.page.getByRole('button', { name: 'Join' }).click();
    await owner.page.getByRole('button', { name: 'Leave' }).waitFor();
  });

  it('[R7] shows links under the new address when this computer came into another network, where they open', async () => {
    const made = await host.json<Link>('invite', 'create');
    await owner.page.getByRole('link', { name: 'Share' }).click();
    const shown = owner.page.getByRole('textbox', { name: 'Link' });
    await expect.poll(() => shown.inputValue()).toBe(made.url);
    await house.moveTo(newAddress);
    await owner.page.getByRole('status', { name: 'Network' }).waitFor();
    await expect.poll(() => shown.inputValue()).toBe(`https://${newAddress}:7443/join#${made.code}`);
    await phone.page.goto(await shown.inputValue());
    expect(await phone.page.evaluate('isSecureContext')).toBe(true);
    await phone.page.getByRole('textbox', { name: 'Your name' }).waitFor();
    expect(await openToOthers()).toEqual([`tcp ${newAddress}`, `udp ${newAddress}`]);
    await host.parley('invite', 'revoke', made.code);
    await owner.page.getByRole('link', { name: 'Talk' }).click();
  });

  it('[S14] listens on loopback only again afterwards, and the owner’s talk goes on', async () => {
    await expect.poll(openToOthers, { timeout: 15_000 }).toEqual([]);
    await people().getByText('You').waitFor();
    await owner.page.getByRole('button', { name: 'Leave' }).waitFor();
  });
});
