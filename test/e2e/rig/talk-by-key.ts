/**
 * A page in a push-to-talk talk, in a room with real sound devices.
 */
import type { Page } from 'playwright';
import { openBrowserInRoom } from './browser.ts';
import { openSoundRoom } from './sound-room.ts';
import type { SoundRoom } from './sound-room.ts';
import { TalkFollower } from './talk-follower.ts';
import { startTalkingHost } from './talking-host.ts';
import type { TalkingHost } from './talking-host.ts';

export interface TalkByKey {
  readonly room: SoundRoom;
  readonly talking: TalkingHost;
  readonly talk: TalkFollower;
  readonly page: Page;
}

/** Resolves when the key may be held. `opened` is told of each part at once: what was opened is closed also where a later one fails. */
export async function openTalkByKey(opened: { close(): Promise<void> }[]): Promise<TalkByKey> {
  const room = await openSoundRoom();
  opened.push(room);
  const talking = await startTalkingHost();
  opened.push(talking);
  const bridge = talking.host.bridge();
  await bridge.invoke('talk.setMode', { mode: 'push-to-talk' });
  const talk = new TalkFollower(bridge);
  const browser = await openBrowserInRoom(room.server);
  opened.push(browser);
  const { page } = browser;
  await page.goto(talking.host.url);
  await page.getByRole('button', { name: 'Join' }).click();
  await talk.until(({ view }) => view?.agent.state === 'ready' && view.participants.length > 0);
  await page.getByText('Hold, or hold Space').waitFor();
  return { room, talking, talk, page };
}
