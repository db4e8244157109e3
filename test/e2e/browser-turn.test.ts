/**
 * One spoken turn in the window, end to end: a WAV at the microphone, a random text from a real tool in captions, tool
 * stream, log and ear. With another sentence, silence or no tool the same check finds nothing.
 */
import type { Locator } from 'playwright';
import { afterEach, describe, expect, it } from 'vitest';
import type { CallRecord } from '../../src/contract/index.ts';
import type { ResponseRecord } from '../../src/demo/provider-log.ts';
import { heldMicrophone, openBrowser, openMicrophone, takeHeard } from './rig/browser.ts';
import type { TestBrowser } from './rig/browser.ts';
import { correlation } from './rig/correlate.ts';
import { speak, speechRateHz } from './rig/speech.ts';
import { addServer, fixtureServer, randomWords, secretQuestion, startTalkingHost } from './rig/talking-host.ts';
import type { TalkingHost } from './rig/talking-host.ts';

describe('the Talk window', () => {
  const secret = randomWords();
  let talking: TalkingHost;
  let browser: TestBrowser | undefined;
  /** The next answer that is whole, from when the microphone is opened. */
  let answered: Promise<ResponseRecord>;
  const isAnswer = ({ calls, status }: ResponseRecord): boolean => calls.length === 0 && status === 'completed';

  afterEach(async () => {
    await browser?.close();
    await talking.close();
  });

  /** Opens the window with these words at the microphone, joins, and lets the provider hear what comes. */
  async function joinSaying(words: Int16Array, tool: 'connected' | 'disconnected') {
    talking = await startTalkingHost();
    if (tool === 'connected') await addServer(talking.host, 'vault', fixtureServer('--secret', secret));
    // The microphone's file runs from the moment it is opened: in its silence the track finds its way to the agent.
    const late = new Int16Array(words.length + 4 * speechRateHz);
    late.set(words, 4 * speechRateHz);
    browser = await openBrowser(late, { scripts: [heldMicrophone] });
    const { page } = browser;
    await page.goto(talking.host.url);
    await page.getByRole('button', { name: 'Join' }).click();
    answered = talking.provider.log.next('response', isAnswer);
    await openMicrophone(page);
    return page;
  }

  it('[V1][V6][M16] shows and plays the answer of a real tool', async () => {
    const words = await speak(secretQuestion);
    const page = await joinSaying(words, 'connected');
    const state = page.getByRole('status', { name: 'Assistant state' });
    // Looked for from now on: it is over when the answer is.
    const [answer] = await Promise.all([answered, state.getByText(/speaking/i).waitFor()]);
    expect(answer.text).toContain(secret);
    const visible = (where: Locator, text: string): Promise<void> =>
      where.getByText(text).filter({ visible: true }).first().waitFor();
    await visible(page.getByRole('log', { name: 'Conversation' }), secret);
    await visible(page.getByRole('list', { name: 'Tool calls' }), 'secret');
    await state.getByText(/ready/i).waitFor();
    const heard = await takeHeard(page);
    const likeness = correlation({ samples: answer.pcm, rateHz: 24_000 }, { samples: heard, rateHz: speechRateHz });
    expect(likeness).toBeGreaterThan(0.6);
    expect(
      correlation({ samples: words, rateHz: speechRateHz }, { samples: heard, rateHz: speechRateHz }),
    ).toBeLessThan(0.5);
    await page.getByRole('link', { name: 'Log' }).click();
    await visible(page.getByRole('table', { name: 'Tool calls' }), 'vault');
    const [call] = await talking.host.json<CallRecord[]>('log');
    expect(call).toMatchObject({ server: 'vault', tool: 'secret', error: null });
    expect(JSON.stringify(call?.result)).toContain(secret);
    expect(browser?.errors).toEqual([]);
  });

  it('calls no tool for another sentence', async () => {
    const page = await joinSaying(await speak('Turn on the lamp in the kitchen'), 'connected');
    const answer = await answered;
    expect(answer.text).not.toContain(secret);
    expect(await talking.host.json('log')).toEqual([]);
    expect(await page.getByText(secret).count()).toBe(0);
  });

  it('hears nothing in silence', async () => {
    const page = await joinSaying(new Int16Array(speechRateHz), 'connected');
    // A typed turn afterwards is answered; nothing came before it.
    await page.getByRole('textbox', { name: 'Message' }).fill('Hello');
    await page.getByRole('button', { name: 'Send' }).click();
    await answered;
    expect(talking.provider.log.turns).toEqual([]);
    expect(await talking.host.json('log')).toEqual([]);
  });

  it('finds no secret with the tool disconnected', async () => {
    const page = await joinSaying(await speak(secretQuestion), 'disconnected');
    const answer = await answered;
    expect(talking.provider.log.turns[0]?.heard).toMatchObject({ sentenceId: 'secret' });
    expect(answer.text).not.toContain(secret);
    expect(await page.getByText(secret).count()).toBe(0);
  });
});
