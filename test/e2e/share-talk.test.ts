/**
 * [R2] [R4] [V6] Two devices that came by links speak in one talk, each is answered by its name, and everybody sees who said it.
 *
 * One is a phone in another network namespace, one a wide page; both over HTTPS under a test authority. Their microphones are
 * files that say their sentence over and over: what counts is what is said while their Talk button is held.
 */
import path from 'node:path';
import type { Page } from 'playwright';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { CallRecord } from '../../src/contract/index.ts';
import { createProvider } from '../../src/demo/create-provider.ts';
import type { Provider } from '../../src/demo/create-provider.ts';
import type { ResponseRecord } from '../../src/demo/provider-log.ts';
import { createTestAuthority } from '../fixtures/test-authority.ts';
import { openBrowser, takeHeard } from './rig/browser.ts';
import type { TestBrowser } from './rig/browser.ts';
import { carryPort } from './rig/carried-port.ts';
import type { CarriedPort } from './rig/carried-port.ts';
import { correlation } from './rig/correlate.ts';
import { startHost } from './rig/host-process.ts';
import type { HostProcess } from './rig/host-process.ts';
import { setCertificate } from './rig/set-certificate.ts';
import { speak, speechRateHz } from './rig/speech.ts';
import { addServer, fixtureServer, randomWords, secretQuestion, secretSentences } from './rig/talking-host.ts';
import { createTwoNetworks, noNetworksBecause } from './rig/two-networks.ts';
import type { TwoNetworks } from './rig/two-networks.ts';

const ownWords = path.resolve(import.meta.dirname, 'pages/hear-own-words.js');
const parrotQuestion = 'How many parrots live in this house?';
const parrotAnswer = 'There are two, and both of them are green.';
const sentences = [
  ...secretSentences,
  { id: 'parrots', text: parrotQuestion, intent: { kind: 'say' as const, text: parrotAnswer } },
];

const reason = noNetworksBecause();

describe.skipIf(reason !== null)(`a talk of two devices${reason === null ? '' : ` (skipped: ${reason})`}`, () => {
  const secret = randomWords();
  let networks: TwoNetworks;
  let provider: Provider;
  let carried: CarriedPort;
  let host: HostProcess;
  let house: TestBrowser;
  let away: TestBrowser;
  let wide: Page;
  let phone: Page;
  let everybody: Page[];

  beforeAll(async () => {
    networks = await createTwoNetworks();
    const authority = await createTestAuthority();
    await Promise.all([networks.house.trust(authority.certificate), networks.phone.trust(authority.certificate)]);
    provider = await createProvider({ sentences });
    const address = new URL(provider.url);
    carried = await carryPort(Number(address.port), networks.house.within);
    address.port = String(carried.port);
    const environment = { OPENAI_BASE_URL: address.href, OPENAI_API_KEY: provider.key };
    host = await startHost({ environment, within: networks.house.within });
    await setCertificate(host, await authority.issue([networks.house.address]));
    await addServer(host, 'vault', fixtureServer('--secret', secret));
    house = await open(networks.house, parrotQuestion, false);
    away = await open(networks.phone, secretQuestion, true);
  }, 120_000);

  afterAll(async () => {
    await house?.close();
    await away?.close();
    await host?.stop();
    await carried?.close();
    await provider?.close();
    await networks?.remove();
  }, 60_000);

  const open = async (
    { chromium: program, home }: TwoNetworks['house'],
    sentence: string,
    isPhone: boolean,
  ): Promise<TestBrowser> =>
    openBrowser(await speak(sentence), { program, home, phone: isPhone, repeats: true, scripts: [ownWords] });

  const createLink = async (): Promise<string> => (await host.json<{ url: string }>('invite', 'create')).url;

  const joinByLink = async (page: Page, link: string, name: string): Promise<void> => {
    await page.goto(link);
    await page.getByRole('textbox', { name: 'Your name' }).fill(name);
    await page.getByRole('button', { name: 'Join' }).click();
    await page.getByRole('button', { name: 'Leave' }).waitFor();
    await page.getByRole('switch', { name: 'Hands-free', checked: false }).waitFor();
  };

  const wordsSpoken = (page: Page): Promise<void> => page.evaluate('wordsSpoken()');

  /** Holds Talk while the microphone says its sentence once; the spoken answer to it. */
  const sayOnce = async (page: Page): Promise<ResponseRecord> => {
    await wordsSpoken(page);
    const answered = provider.log.next('response', ({ calls, status }) => calls.length === 0 && status === 'completed');
    const button = page.getByRole('button', { name: 'Talk', exact: true });
    await button.dispatchEvent('pointerdown', { pointerId: 1, isPrimary: true, button: 0 });
    await wordsSpoken(page);
    const state = page.getByRole('status', { name: 'Assistant state' });
    // Looked for before it can begin: it is over when the answer is.
    const spoken = Promise.all([answered, state.getByText(/speaking/i).waitFor()]);
    await button.dispatchEvent('pointerup', { pointerId: 1, isPrimary: true, button: 0 });
    const [answer] = await spoken;
    await state.getByText(/ready/i).waitFor();
    return answer;
  };

  const said = (page: Page, speaker: string, words: string): Promise<void> =>
    page
      .getByRole('log', { name: 'Conversation' })
      .getByRole('article', { name: speaker, exact: true })
      .getByText(words)
      .first()
      .waitFor();

  const likeness = async (answer: ResponseRecord, page: Page): Promise<number> =>
    correlation({ samples: answer.pcm, rateHz: 24_000 }, { samples: await takeHeard(page), rateHz: speechRateHz });

  it('[R2] both join by links, and hear nothing of what their microphones say before a key is held', async () => {
    // Before anybody is in the room: the first link has LiveKit start again on the network, and pages would tell of it.
    const links = [await createLink(), await createLink()] as const;
    await house.page.goto(host.url);
    await house.page.getByRole('switch', { name: 'Hands-free' }).click();
    await house.page.getByRole('switch', { name: 'Hands-free', checked: false }).waitFor();
    await house.page.getByRole('button', { name: 'Join' }).click();
    await house.page.getByRole('button', { name: 'Leave' }).waitFor();
    phone = away.page;
    wide = await house.context.newPage();
    await joinByLink(phone, links[0], 'Ann’s phone');
    await joinByLink(wide, links[1], 'Grace');
    everybody = [house.page, phone, wide];
    const people = house.page.getByRole('list', { name: 'Who is here' });
    for (const name of ['You', 'Ann’s phone', 'Grace']) await people.getByText(name, { exact: true }).waitFor();
    await Promise.all([wordsSpoken(phone), wordsSpoken(wide)]);
    expect(provider.log.turns).toEqual([]);
  });

  it('[R4] [V4] [V6] the phone asks aloud, a real tool answers by its name, and all three see who asked', async () => {
    const answer = await sayOnce(phone);
    expect(answer.text).toContain(`Ann’s phone, `);
    expect(answer.text).toContain(secret);
    await said(phone, 'You', secretQuestion);
    await Promise.all([house.page, wide].map((page) => said(page, 'Ann’s phone', secretQuestion)));
    await Promise.all(everybody.map((page) => said(page, 'Parley', secret)));
    expect(await likeness(answer, phone)).toBeGreaterThan(0.6);
    const [call] = await host.json<CallRecord[]>('log');
    expect(call).toMatchObject({ server: 'vault', tool: 'secret', device: 'Ann’s phone' });
  });

  it('[R4] [V4] [V6] the other page asks something else, and is answered by its own name', async () => {
    await takeHeard(wide);
    await takeHeard(phone);
    const answer = await sayOnce(wide);
    expect(answer.text).toBe(`Grace, ${parrotAnswer}`);
    await said(wide, 'You', parrotQuestion);
    await Promise.all([house.page, phone].map((page) => said(page, 'Grace', parrotQuestion)));
    await Promise.all(everybody.map((page) => said(page, 'Parley', parrotAnswer)));
    const before = provider.log.responses.find(({ text }) => text.includes(secret));
    const heard = { samples: await takeHeard(wide), rateHz: speechRateHz };
    expect(correlation({ samples: answer.pcm, rateHz: 24_000 }, heard)).toBeGreaterThan(0.6);
    expect(correlation({ samples: before?.pcm ?? new Int16Array(0), rateHz: 24_000 }, heard)).toBeLessThan(0.5);
    expect(provider.log.turns.map(({ heard: sentence }) => sentence?.sentenceId)).toEqual(['secret', 'parrots']);
    expect([house.errors, away.errors]).toEqual([[], []]);
  });
});
