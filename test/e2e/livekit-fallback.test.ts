/**
 * [V13] A talk in another LiveKit (a real livekit-server of the test's own) that is killed under it and comes back.
 *
 * The page's microphone is silent; turns are typed. Each place answers: the second agent knows what was said to the first.
 */
import { expect, it, onTestFinished } from 'vitest';
import type { AppStatus, ParticipantView } from '../../src/contract/index.ts';
import type { Provider } from '../../src/demo/create-provider.ts';
import type { Sentence } from '../../src/demo/thinking/sentences.ts';
import { aLiveKitServer } from '../adapters/livekit-server/a-livekit-server.ts';
import { openBrowser } from './rig/browser.ts';
import type { HostProcess } from './rig/host-process.ts';
import { TalkFollower } from './rig/talk-follower.ts';
import { startTalkingHost } from './rig/talking-host.ts';
import { realPid } from '../fixtures/real-pid.ts';

const before = 'Good morning from the harbor';
const meanwhile = 'How is the weather on the island';
const after = 'Good night from the lantern';
const sentences: Sentence[] = [before, meanwhile, after].map((text, at) => ({
  id: `sentence-${String(at)}`,
  text,
  intent: { kind: 'say', text: `This is answer number ${String(at + 1)}.` },
}));

/** What was given to the provider's latest session. */
function knownToLatestSession({ log }: Provider): string {
  const latest = Math.max(...log.clientEvents.map(({ connection }) => connection));
  return JSON.stringify(log.clientEvents.filter(({ connection }) => connection === latest).map(({ event }) => event));
}

async function whereTalksRun(host: HostProcess) {
  const { livekit, problems } = await host.json<AppStatus>('status');
  const people = (await host.json<ParticipantView[]>('room', 'show', 'main')).map(({ kind }) => kind).toSorted();
  return { url: livekit.url, isLocal: livekit.pid !== null, people, problems: problems.map(({ code }) => code) };
}

it('[V13] goes on in the local server, which is told, and moves back when the chosen one is well', async () => {
  const { server } = aLiveKitServer();
  const chosen = await server.start();
  const { host, provider, close } = await startTalkingHost({
    provider: { sentences },
    environment: { LIVEKIT_URL: chosen.url, LIVEKIT_API_KEY: chosen.apiKey, LIVEKIT_API_SECRET: chosen.apiSecret },
  });
  onTestFinished(close);
  const browser = await openBrowser(new Int16Array(0));
  onTestFinished(() => browser.close());
  const { page } = browser;
  const talk = new TalkFollower(host.bridge());
  const everybodyIs = (standIn: boolean): Promise<boolean> =>
    talk.until(
      ({ view }) => view?.standIn === standIn && view.agent.state === 'ready' && view.participants.length === 1,
    );
  const say = async (text: string, answer: string): Promise<void> => {
    await page.getByRole('textbox', { name: 'Message' }).fill(text);
    await page.getByRole('button', { name: 'Send' }).click();
    await page.getByRole('log', { name: 'Conversation' }).getByText(answer).waitFor();
  };
  const told = page.getByText('talks run on this computer');

  await page.goto(host.url);
  await page.getByRole('button', { name: 'Join' }).click();
  await everybodyIs(false);
  await say(before, 'answer number 1');
  expect(await told.count()).toBe(0);

  process.kill(realPid(chosen.pid), 'SIGKILL');
  await told.waitFor();
  await everybodyIs(true);
  await say(meanwhile, 'answer number 2');
  expect(knownToLatestSession(provider)).toContain(before);
  const away = await whereTalksRun(host);
  expect(away).toEqual({
    url: expect.stringContaining('ws://127.0.0.1:') as string,
    isLocal: true,
    people: ['agent', 'person'],
    problems: expect.arrayContaining(['livekit/unreachable']) as string[],
  });
  expect(away.url).not.toBe(chosen.url);

  expect(await server.start()).toMatchObject({ url: chosen.url });
  await everybodyIs(false);
  await told.waitFor({ state: 'detached' });
  await say(after, 'answer number 3');
  expect(knownToLatestSession(provider)).toContain(meanwhile);
  expect(await whereTalksRun(host)).toMatchObject({ url: chosen.url, isLocal: false, people: ['agent', 'person'] });
  for (const text of [before, meanwhile, after]) await page.getByText(text, { exact: true }).waitFor();
}, 120_000);
