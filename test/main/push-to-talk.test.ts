/**
 * What push-to-talk from outside the windows asks of the host.
 */
import { expect, it } from 'vitest';
import { DesktopSettings } from '../../src/contract/index.ts';
import { PushToTalk } from '../../src/main/push-to-talk.ts';
import { aFakeApp } from './desktop-parts.ts';

it('[V4] locks hands-free by a double tap for now only: the mode that its owner chose is kept', async () => {
  const app = aFakeApp();
  const bar = { show: () => undefined, hide: () => undefined };
  const pushToTalk = new PushToTalk({ bridge: app.client(), bar, settings: () => DesktopSettings.parse({}) });
  pushToTalk.feed({ type: 'modeChanged', mode: 'push-to-talk' });
  for (const type of ['pressed', 'released', 'pressed'] as const) pushToTalk.feed({ type });
  pushToTalk.close();
  const asked = (): unknown[] => app.calls.filter(({ method }) => method === 'talk.setMode').map(({ input }) => input);
  await expect.poll(asked).toEqual([
    { mode: 'hands-free', forNow: true },
    { mode: 'push-to-talk', forNow: true },
  ]);
});
