/**
 * Puts a device's visit together from what its page offers.
 */
import { createSoundContext } from '../voice/create-voice.ts';
import { connectDevice } from './connect-device.ts';
import { codeOf, createKeptSession } from './kept-session.ts';
import { redeemInvite } from './redeem-invite.ts';
import { Visit } from './visit.ts';

export function openVisit(page: Window): Visit {
  const context = createSoundContext();
  const wakeSound = (): void => void context().resume();
  // After a reload nobody presses Join: the first touch or key does it.
  page.addEventListener('pointerup', wakeSound, { once: true });
  page.addEventListener('keydown', wakeSound, { once: true });
  return new Visit({
    code: codeOf(page.location),
    session: createKeptSession(page),
    redeem: (request) => redeemInvite(request),
    connect: (session, onEnded) => connectDevice(page, session, { context, onEnded }),
    wakeSound,
  });
}
