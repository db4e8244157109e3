/**
 * [V1] The talk belongs to the page, not to the view; two tabs of one host have one microphone between them.
 */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { ParticipantView } from '../../src/contract/index.ts';
import { heldMicrophone, openBrowser, openMicrophone, takeHeard } from './rig/browser.ts';
import type { TestBrowser } from './rig/browser.ts';
import { correlation } from './rig/correlate.ts';
import { speak, speechRateHz } from './rig/speech.ts';
import { secretQuestion, startTalkingHost } from './rig/talking-host.ts';
import type { TalkingHost } from './rig/talking-host.ts';

describe('a talk in a browser', () => {
  let talking: TalkingHost;
  let browser: TestBrowser;
  beforeAll(async () => {
    talking = await startTalkingHost();
    const words = await speak(secretQuestion);
    const late = new Int16Array(words.length + 4 * speechRateHz);
    late.set(words, 4 * speechRateHz);
    browser = await openBrowser(late, { scripts: [heldMicrophone] });
  });
  afterAll(async () => {
    await browser?.close();
    await talking?.close();
  });

  const people = async (): Promise<ParticipantView[]> =>
    (await talking.host.json<ParticipantView[]>('room', 'show', 'main')).filter(({ kind }) => kind === 'person');

  it('[V1] goes on while another view is shown: heard, and answered aloud', async () => {
    const { page } = browser;
    await page.goto(talking.host.url);
    const answered = talking.provider.log.next('response', ({ status }) => status === 'completed');
    await page.getByRole('button', { name: 'Join' }).click();
    await page.getByRole('button', { name: 'Leave' }).waitFor();
    await openMicrophone(page);
    await page.getByRole('link', { name: 'Log' }).click();
    await page.getByRole('table', { name: 'Tool calls' }).waitFor();
    const answer = await answered;
    expect(talking.provider.log.turns.at(-1)?.heard).toMatchObject({ sentenceId: 'secret' });
    await page.getByRole('link', { name: 'Talk' }).click();
    await page.getByRole('log', { name: 'Conversation' }).getByText(answer.text).first().waitFor();
    const state = page.getByRole('status', { name: 'Assistant state' });
    await state.getByText(/ready/i).waitFor();
    const heard = { samples: await takeHeard(page), rateHz: speechRateHz };
    expect(correlation({ samples: answer.pcm, rateHz: 24_000 }, heard)).toBeGreaterThan(0.6);
  });

  it('[V1] is in one tab only: the second says so', async () => {
    expect(await people()).toHaveLength(1);
    const second = await browser.context.newPage();
    await second.goto(talking.host.url);
    await second.getByText('another tab').first().waitFor();
    expect((await people()).filter(({ publishing }) => publishing)).toHaveLength(1);
  });
});
