/**
 * What somebody who listens on the network learns of a shared talk: every packet between a phone and the house is recorded.
 *
 * The same words on the house's own loopback, where host and programs speak plainly, are the control: there they are found.
 */
import { execFile, spawn, spawnSync } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, it, onTestFinished } from 'vitest';
import type { MintedToken } from '../../src/contract/index.ts';
import { openBrowser } from '../e2e/rig/browser.ts';
import type { TestBrowser } from '../e2e/rig/browser.ts';
import { startHost } from '../e2e/rig/host-process.ts';
import type { HostProcess } from '../e2e/rig/host-process.ts';
import { setCertificate } from '../e2e/rig/set-certificate.ts';
import { createTwoNetworks, noNetworksBecause } from '../e2e/rig/two-networks.ts';
import type { TestNetwork, TwoNetworks } from '../e2e/rig/two-networks.ts';
import { createTestAuthority } from '../fixtures/test-authority.ts';

const run = promisify(execFile);
const hasRecorder = spawnSync('tcpdump', ['--version']).error === undefined;
const reason = noNetworksBecause() ?? (hasRecorder ? null : 'tcpdump is not installed');

/**
 * All packets that pass an interface, from now on. `upTo` gives their bytes once these words are among them, and ends: what
 * the kernel still holds when a recorder is ended is lost.
 */
async function record(
  { within }: TestNetwork,
  networkInterface: string,
): Promise<{ upTo(words: string): Promise<Buffer> }> {
  const [file = '', ...before] = within;
  const options = ['-i', networkInterface, '-w', '-', '--immediate-mode', '-U', '-s', '0', '-B', '16384'];
  const child = spawn(file, [...before, 'tcpdump', ...options], { stdio: ['ignore', 'pipe', 'pipe'] });
  const chunks: Buffer[] = [];
  child.stdout.on('data', (chunk: Buffer) => chunks.push(chunk));
  const ended = once(child, 'close');
  onTestFinished(() => void child.kill());
  const listens = new Promise<void>((resolve) => {
    createInterface({ input: child.stderr }).on('line', (line) => line.includes('listening on') && resolve());
  });
  await Promise.race([
    listens,
    ended.then(() => {
      throw new Error('tcpdump ended before it listened');
    }),
  ]);
  return {
    upTo: async (words) => {
      while (!Buffer.concat(chunks).includes(words)) await once(child.stdout, 'data');
      child.kill('SIGINT');
      await ended;
      return Buffer.concat(chunks);
    },
  };
}

describe.skipIf(reason !== null)(`on the network${reason === null ? '' : ` (skipped: ${reason})`}`, () => {
  let networks: TwoNetworks;
  let house: TestNetwork;
  let host: HostProcess;
  let phone: TestBrowser;

  beforeAll(async () => {
    networks = await createTwoNetworks();
    house = networks.house;
    const authority = await createTestAuthority();
    await networks.phone.trust(authority.certificate);
    host = await startHost({ args: ['--demo'], within: house.within });
    await setCertificate(host, await authority.issue([house.address]));
    const { chromium: program, home } = networks.phone;
    phone = await openBrowser(new Int16Array(0), { program, home, phone: true });
  }, 120_000);

  afterAll(async () => {
    await phone?.close();
    await host?.stop();
    await networks?.remove();
  }, 60_000);

  it('[S16] neither code, session, token, name nor a word that is typed or answered is to be read beside a phone', async () => {
    const word = `tangerine ${randomBytes(6).toString('hex')}`;
    const name = `Grace ${randomBytes(6).toString('hex')}`;
    const network = await record(house, await interfaceTo(house));
    const loopback = await record(house, 'lo');
    const session: string[] = [];
    phone.page.on('response', (response) => {
      if (response.url().endsWith('/api/join')) void response.text().then((body) => session.push(body));
    });
    const tokens = tokensOf(phone);

    const link = await host.json<{ url: string; code: string }>('invite', 'create');
    await phone.page.goto(link.url);
    await phone.page.getByRole('textbox', { name: 'Your name' }).fill(name);
    await phone.page.getByRole('button', { name: 'Join' }).click();
    await phone.page.getByRole('button', { name: 'Leave' }).waitFor();
    const conversation = phone.page.getByRole('log', { name: 'Conversation' });
    await phone.page.getByRole('textbox', { name: 'Message' }).fill(word);
    await phone.page.getByRole('button', { name: 'Send' }).click();
    await conversation.getByText(word).waitFor();
    const { answer } = await host.json<{ answer: string }>('ask', 'Hello');
    await conversation.getByText(answer).waitFor();
    // Spoken on the line in the open, so that the recording is known to hold what is said there.
    await speakPlainly(networks.phone, house, 'plain-words-on-the-network');
    const minted = await host.json<MintedToken>('room', 'token', 'main', 'bob');
    const bytes = await network.upTo('plain-words-on-the-network');
    const own = await loopback.upTo(minted.token.slice(-40));

    const { sessionToken } = JSON.parse(session[0] ?? '{}') as { sessionToken: string };
    const [token = ''] = tokens;
    expect([sessionToken, token].map((one) => one.length > 30)).toEqual([true, true]);
    const secrets = { code: link.code, session: sessionToken, token: token.slice(-40), name, word, answer };
    const readable = Object.entries(secrets).filter(([, text]) => bytes.includes(text));
    expect(readable).toEqual([]);
    // The control: where it is spoken plainly, within the house's own computer, the same search finds it.
    expect({ code: own.includes(link.code), answer: own.includes(answer) }).toEqual({ code: true, answer: true });
  });
});

/** The name of the interface that has the network's address. */
async function interfaceTo({ within, address }: TestNetwork): Promise<string> {
  const { stdout } = await run('ip', [...within.slice(1), 'ip', '-o', '-4', 'addr']);
  const line = stdout.split('\n').find((one) => one.includes(` ${address}/`));
  return line?.split(/\s+/)[1] ?? '';
}

/** The room's tokens that the page connects with, as they come. */
function tokensOf({ page }: TestBrowser): string[] {
  const tokens: string[] = [];
  page.on('websocket', (socket) => {
    const token = new URL(socket.url()).searchParams.get('access_token');
    if (token !== null) tokens.push(token);
  });
  return tokens;
}

async function speakPlainly(from: TestNetwork, to: TestNetwork, words: string): Promise<void> {
  const [file = '', ...before] = from.within;
  const script = `const s = require('net').connect(7443, '${to.address}', () => s.end('${words}')); s.resume()`;
  await run(file, [...before, process.execPath, '-e', script]);
}
