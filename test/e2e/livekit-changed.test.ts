/**
 * [R6] [V13] Another LiveKit (a real livekit-server of the test's own) is put into the settings while a talk runs in the local
 * one, with a wrong secret first, and taken out again.
 *
 * The page's microphone is silent; turns are typed. Each place answers: every agent knows what was said to the one before.
 */
import { expect, it, onTestFinished } from 'vitest';
import type { AppStatus } from '../../src/contract/index.ts';
import type { Sentence } from '../../src/demo/thinking/sentences.ts';
import { aLiveKitServer } from '../adapters/livekit-server/a-livekit-server.ts';
import { openBrowser } from './rig/browser.ts';
import { TalkFollower } from './rig/talk-follower.ts';
import { startTalkingHost } from './rig/talking-host.ts';

const said = ['Good morning from the harbor', 'How is the weather on the island', 'Good night from the lantern'];
const sentences: Sentence[] = said.map((text, at) => ({
  id: `sentence-${String(at)}`,
  text,
  intent: { kind: 'say', text: `This is answer number ${String(at + 1)}.` },
}));

it('[R6] [V13] a talk goes over to another LiveKit when its settings are right, and back, without a start of the app', async () => {
  const { server } = aLiveKitServer();
  const started = await server.start();
  // Another name, which the policy of the page that is open already does not allow.
  const other = { ...started, url: started.url.replace('127.0.0.1', 'localhost') };
  const { host, provider, close } = await startTalkingHost({ provider: { sentences } });
  onTestFinished(close);
  const browser = await openBrowser(new Int16Array(0));
  onTestFinished(() => browser.close());
  const { page } = browser;
  const bridge = host.bridge();
  const talk = new TalkFollower(bridge);
  const statusIs = (fits: (status: AppStatus) => boolean): Promise<AppStatus> =>
    new Promise((resolve) => {
      const end = bridge.subscribe('status.changed', (message) => {
        const status = message.type === 'event' ? message.payload : message.state;
        if (!fits(status)) return;
        end();
        resolve(status);
      });
    });
  const everybodyIsIn = (): Promise<boolean> =>
    talk.until(({ view }) => view?.agent.state === 'ready' && view.participants.length === 1);
  const say = async (at: number): Promise<void> => {
    await page.getByRole('textbox', { name: 'Message' }).fill(said[at] ?? '');
    await page.getByRole('button', { name: 'Send' }).click();
    await page
      .getByRole('log', { name: 'Conversation' })
      .getByText(`answer number ${String(at + 1)}`)
      .waitFor();
  };

  let loads = 0;
  page.on('load', () => (loads += 1));
  await page.goto(host.url);
  await page.getByRole('button', { name: 'Join' }).click();
  await everybodyIsIn();
  await say(0);

  await bridge.invoke('secrets.set', { name: 'livekit-key', value: other.apiKey });
  await bridge.invoke('secrets.set', { name: 'livekit-secret', value: 'x'.repeat(40) });
  await bridge.invoke('settings.set', { key: 'livekit.url', value: other.url });
  const wrong = await statusIs(({ problems }) => problems.some(({ code }) => code === 'livekit/refused'));
  expect(wrong.livekit).toMatchObject({ state: 'ready', url: host.livekitUrl });
  await say(1);

  await bridge.invoke('secrets.set', { name: 'livekit-secret', value: other.apiSecret });
  const moved = await statusIs(({ livekit }) => livekit.url === other.url);
  expect(moved.livekit).toMatchObject({ state: 'ready', pid: null });
  expect(moved.problems.filter(({ code }) => code.startsWith('livekit/'))).toEqual([]);
  await everybodyIsIn();
  await say(2);
  const latest = Math.max(...provider.log.clientEvents.map(({ connection }) => connection));
  const known = provider.log.clientEvents.filter(({ connection }) => connection === latest);
  expect(JSON.stringify(known)).toContain(said[1]);
  expect(loads).toBe(2);

  await bridge.invoke('settings.set', { key: 'livekit.url', value: null });
  await statusIs(({ livekit }) => livekit.pid !== null);
  await everybodyIsIn();
  for (const text of said) await page.getByText(text, { exact: true }).waitFor();
}, 240_000);
