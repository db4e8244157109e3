import { expect, it } from 'vitest';
import type { Rig } from './rig.ts';
import { silence } from './speech.ts';
import { useRig } from './use-rig.ts';

let rig: Rig;
useRig((started) => (rig = started));

it('a person of a test speaks once an agent takes their microphone, and not once another person might', async () => {
  const room = rig.newRoom();
  await rig.person(room, 'anna');
  const ben = await rig.person(room, 'ben');
  const presentWhenSaid = ben.say(silence(100)).then(() => [...ben.room.remoteParticipants.keys()]);
  await rig.agent({ room });
  expect(await presentWhenSaid).toContain(`agent-${room}`);
});
