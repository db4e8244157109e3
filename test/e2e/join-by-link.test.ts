/**
 * [R2] [R3] `parley join LINK --json`, as scripts run it, against a host that shares with the certificate it made itself.
 *
 * Good links join and the room's token is taken; each bad link ends with 1, nothing on stdout and a sentence of its own.
 */
import { execFile } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { createServer, request } from 'node:https';
import type { RequestListener } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it, onTestFinished } from 'vitest';
import { pickFreePorts } from '../../src/adapters/livekit-server/free-ports.ts';
import { ownCertificateFile } from '../../src/app/profile-folder.ts';
import type { InviteView } from '../../src/contract/index.ts';
import { createTestAuthority } from '../fixtures/test-authority.ts';
import type { TestAuthority } from '../fixtures/test-authority.ts';
import { cleanEnvironment, startHost } from './rig/host-process.ts';
import type { HostProcess } from './rig/host-process.ts';

const program = path.resolve(import.meta.dirname, '../../out/node/parley.js');

interface Link {
  readonly url: string;
  readonly code: string;
  readonly accessCode?: string;
}

let folder: string;
let dataDir: string;
let authority: TestAuthority;
let host: HostProcess;

beforeAll(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'parley-join-'));
  dataDir = path.join(folder, 'profile');
  authority = await createTestAuthority();
  await writeFile(path.join(folder, 'authority.pem'), authority.certificate);
  host = await startHost({ args: ['--demo'], dataDir });
  // One of its own, so that links live on over a restart, and beside whatever else shares on this machine.
  await host.parley('settings', 'set', 'share.port', String((await pickFreePorts()).httpPort));
});
afterAll(async () => {
  await host?.stop();
  await rm(folder, { recursive: true, force: true });
});

/** Of the host's own profile, unless `profile` says another. */
function join(
  link: string,
  args: string[] = [],
  profile = dataDir,
): Promise<{ code: number; out: string; err: string }> {
  const env = cleanEnvironment({ NODE_EXTRA_CA_CERTS: path.join(folder, 'authority.pem'), PARLEY_DATA_DIR: profile });
  return new Promise((resolve) => {
    execFile(process.execPath, [program, 'join', link, ...args], { env }, (error, out, err) => {
      resolve({ code: error === null ? 0 : Number(error.code), out, err });
    });
  });
}

const share = (...args: string[]): Promise<Link> => host.json<Link>('invite', 'create', ...args);

/** That it joins now: exit 0, what INTERFACE promises, and nothing else. */
async function joins(link: string, ...args: string[]) {
  const { code, out, err } = await join(link, ['--json', ...args]);
  expect({ code, err }).toEqual({ code: 0, err: '' });
  return JSON.parse(out) as Record<'livekitUrl' | 'token' | 'room' | 'identity', string>;
}

/** Its sentence; refused in exactly the promised way. */
async function refusal(link: string, ...args: string[]): Promise<string> {
  const { code, out, err } = await join(link, ['--json', ...args]);
  expect({ code, out }).toEqual({ code: 1, out: '' });
  return err.trim();
}

/** An HTTPS server that the program trusts and that is no Parley. */
async function stranger(listener: RequestListener): Promise<string> {
  const { certificate: cert, key } = await authority.issue(['127.0.0.1']);
  const server = createServer({ cert, key }, listener).listen(0, '127.0.0.1');
  onTestFinished(() => {
    server.closeAllConnections();
    server.close();
  });
  await once(server, 'listening');
  return `https://127.0.0.1:${String((server.address() as AddressInfo).port)}`;
}

/** What LiveKit says of a token, through the host's origin. */
async function tokenStatus({ livekitUrl, token }: { livekitUrl: string; token: string }): Promise<number> {
  const address = `${livekitUrl.replace(/^wss/, 'https')}/rtc/validate?access_token=${token}`;
  const asked = request(address, { ca: await readFile(ownCertificateFile(dataDir)) }).end();
  const [response] = (await once(asked, 'response')) as [{ statusCode: number; resume(): void }];
  response.resume();
  return response.statusCode;
}

describe('parley join', () => {
  it('[R2] joins by a good link, prints where and as whom, with a token that the room takes', async () => {
    const { url } = await share('--uses', '2');
    const joined = await joins(url, '--name', 'Kitchen radio');
    expect(Object.keys(joined).sort()).toEqual(['identity', 'livekitUrl', 'room', 'token']);
    expect(joined).toMatchObject({
      room: 'main',
      livekitUrl: `${new URL(url).origin.replace('https', 'wss')}/livekit`,
    });
    expect(await tokenStatus(joined)).toBe(200);
    expect(await tokenStatus({ ...joined, token: `${joined.token}x` })).toBe(401);
    const [invite] = await host.json<InviteView[]>('invite', 'list');
    expect(invite).toMatchObject({ usesLeft: 1, devices: [{ identity: joined.identity, name: 'Kitchen radio' }] });
    const { code, out } = await join(url);
    expect(code).toBe(0);
    expect(out).toMatch(/^wss:\/\/\S+\/livekit\n\S+\nas guest-\S+ in main\n$/);
  });

  it('[R2] says of each bad link what it is, and joins by a good one in between', async () => {
    const used = await share();
    const expired = await share('--ttl', '1s');
    const withdrawn = await share();
    const good = await share('--uses', '2');
    await joins(used.url);
    await host.parley('invite', 'revoke', withdrawn.code);
    const states = async (): Promise<string[]> =>
      (await host.json<InviteView[]>('invite', 'list')).map(({ code, state }) => `${code} ${state}`);
    await expect.poll(states).toContain(`${expired.code} expired`);
    const edited = good.url.replace(/.$/, (last) => (last === '0' ? '1' : '0'));

    await joins(good.url);
    expect({
      used: await refusal(used.url),
      expired: await refusal(expired.url),
      withdrawn: await refusal(withdrawn.url),
      edited: await refusal(edited),
      cut: await refusal(good.url.slice(0, good.url.indexOf('#'))),
      unsafe: await refusal(good.url.replace('https:', 'http:')),
    }).toEqual({
      used: 'This link has been used as often as it was meant for. Ask whoever sent it for a new one.',
      expired: 'The time of this link is over. Ask whoever sent it for a new one.',
      withdrawn: 'This link was withdrawn by whoever sent it. Ask them for a new one if you still want to join.',
      edited:
        'This link is not known here: it was changed or cut off on its way, or is from long ago. Open the whole link, or ask for a new one.',
      cut: 'That is not a whole link: it begins with https:// and ends with # and a code. Quote it, or the shell may cut it.',
      unsafe:
        'That is not a whole link: it begins with https:// and ends with # and a code. Quote it, or the shell may cut it.',
    });
    await joins(good.url);
    expect(await join(good.url, ['--nonsense'])).toMatchObject({ code: 2, out: '' });
  });

  it('[R3] asks for the access code of a link', async () => {
    const { url, accessCode = '' } = await share('--access-code');
    expect(await refusal(url)).toBe('This link asks for an access code. Whoever sent it has one for you.');
    expect(await refusal(url, '--access-code', accessCode === '000000' ? '1' : '000000')).toMatch(
      /^That is not the access code of this link\./,
    );
    await joins(url, '--access-code', accessCode);
  });

  it('[R2] tells somebody else who answers from nobody, and shows the code to no third', async () => {
    const good = await share();
    const foreign = await stranger((_asked, answer) => answer.writeHead(404).end('<!doctype html><h1>Not found</h1>'));
    expect(await refusal(`${foreign}/join#x`)).toBe(
      `What answers at ${foreign} is no Parley that shares (HTTP 404): the link was changed on its way, or what is behind its ` +
        'address has ended. Compare it with what you were sent, or ask for a new one.',
    );
    const html = await stranger((_asked, answer) => answer.end('<h1>Welcome</h1>'));
    expect(await refusal(`${html}/join#x`)).toContain(`${html} is no Parley that shares (HTTP 200)`);
    const redirecting = await stranger((_asked, answer) =>
      answer.writeHead(307, { location: `${new URL(good.url).origin}/api/join` }).end(),
    );
    expect(await refusal(`${redirecting}/join#${good.code}`)).toContain('is no Parley that shares (HTTP 307)');
    const ca = await readFile(ownCertificateFile(dataDir));
    const proxy = await stranger((asked, answer) => {
      const { method, url, headers } = asked;
      const passed = request(new URL(url ?? '', good.url), { method, headers, ca }, (response) => {
        answer.writeHead(response.statusCode ?? 500, response.headers);
        response.pipe(answer);
      });
      asked.pipe(passed);
    });
    expect(await refusal(`${proxy}/join#${good.code}`)).toBe(
      `The Parley that answers at ${proxy} does not go by this name: a proxy or tunnel leads to it. Ask whoever sent the ` +
        'link for one under its own address, or to set share.publicUrl to this one.',
    );
    await joins(good.url);
  });

  it('[R2] believes the certificate of its own profile only', async () => {
    const { url } = await share();
    const elsewhere = await join(url, ['--json'], path.join(folder, 'other'));
    expect(elsewhere).toMatchObject({ code: 1, out: '' });
    expect(elsewhere.err).toMatch(/^The certificate of https:\S+ is not trusted on this computer/);
    await joins(url);
  });

  it('[R3] lets nobody new into a locked room, also after a restart of the host, until it is unlocked', async () => {
    const { url } = await share('--uses', '2');
    await host.parley('room', 'lock', 'main');
    const words = 'The owner has locked the talk for now. Ask them to unlock it, then press Join again.';
    expect(await refusal(url)).toBe(words);
    await host.stop();
    expect(await refusal(url)).toBe(
      `Nobody answers at ${new URL(url).origin}: the link is over, or this computer is in another network. Ask whoever sent it for a new one.`,
    );
    host = await startHost({ args: ['--demo'], dataDir });
    const opened = async (): Promise<string> => (await join(url, ['--json'])).err.trim();
    await expect.poll(opened).toBe(words);
    await host.parley('room', 'unlock', 'main');
    await joins(url);
  });
});
