/**
 * One link as a pure machine: who may still come by it, and who came.
 *
 * Path: share.ts (driver) -> here. Effects are returned as data.
 * Always: a withdrawn link has no device left; who was put out is kept out until no token of theirs can be good; an end of the
 * link's time does not put out who came in time; a link of any number of uses holds a limited number of devices.
 */
import { AppError } from '../../contract/index.ts';
import type { DeviceEnd, InviteState } from '../../contract/index.ts';
import type { DeviceRecord, InviteRecord, PutOutRecord } from '../ports/sharing.ts';
import { clockSkewMs, defaultTokenTtlMs } from '../rooms/grants.ts';

/** What happened to a link. */
export type InviteEvent =
  | { readonly type: 'redeemed'; readonly device: DeviceRecord }
  | { readonly type: 'withdrawn' }
  /** Somebody holds the link and gave another access code. */
  | { readonly type: 'wrongAccessCode' }
  /** Put out by the owner. */
  | { readonly type: 'deviceEnded'; readonly identity: string }
  /** Not seen for so long that it counts as gone. */
  | { readonly type: 'deviceAway'; readonly identity: string }
  /** A new run of the host: who was put out may have come back while nobody looked. */
  | { readonly type: 'takenUp' }
  | { readonly type: 'timePassed' };

/** What the driver is to do. */
export type InviteEffect = { readonly type: 'save' } | ({ readonly type: 'putOut' } & PutOutRecord);

/** As many as the origin has connections for; who runs through a link over and over fills no memory. */
export const mostDevices = 100;

/** A million codes, and so many guesses: then the link ends, and who came by it stays. */
const mostWrongCodes = 10;

/** LiveKit renews a joined client's token: the last one lives this long, and a little for clocks that differ. */
export const keptOutMs = defaultTokenTtlMs + clockSkewMs;

/** How long an ended link without devices is still told apart from one that never was, ms. */
const rememberedMs = 3_600_000;

/** Whether it can be redeemed, and if not why; what its owner or its users did goes before its time. */
export function stateOf(invite: InviteRecord, nowMs: number): InviteState {
  if (invite.withdrawnAtMs !== null) return 'withdrawn';
  if (invite.uses !== null && invite.used >= invite.uses) return 'used-up';
  return nowMs >= invite.expiresAtMs ? 'expired' : 'open';
}

/** Why whoever holds the link may not come in, in words for that person; null when it is good. */
export function refusalOf(invite: InviteRecord | undefined, nowMs: number): AppError | null {
  if (!invite) return unknown();
  switch (stateOf(invite, nowMs)) {
    case 'open':
      return invite.devices.length < mostDevices ? null : full();
    case 'used-up':
      return new AppError(
        'share/used-up',
        'This link has been used as often as it was meant for. Ask whoever sent it for a new one.',
      );
    case 'expired':
      return new AppError('share/expired', 'The time of this link is over. Ask whoever sent it for a new one.');
    case 'withdrawn':
      return new AppError(
        'share/withdrawn',
        'This link was withdrawn by whoever sent it. Ask them for a new one if you still want to join.',
      );
  }
}

/** What a device is told whose session is over; `invite`: the link whose devices that were away it is one of, if any. */
export function endOf(invite: InviteRecord | undefined, nowMs: number): DeviceEnd {
  if (!invite || invite.withdrawnAtMs !== null) return 'removed';
  const refusal = refusalOf(invite, nowMs);
  // Full for now is not over.
  return refusal === null || refusal.code === 'share/full' ? 'awayLinkOpen' : 'awayLinkOver';
}

/** The next state. Nobody comes by a withdrawn link any more. */
export function stepInvite(
  invite: InviteRecord,
  event: InviteEvent,
  nowMs: number,
): { readonly state: InviteRecord; readonly effects: readonly InviteEffect[] } {
  if (invite.withdrawnAtMs !== null && isAboutAnOpenLink(event)) return { state: invite, effects: [] };
  switch (event.type) {
    case 'redeemed': {
      const devices = [...invite.devices, event.device];
      return { state: { ...invite, used: invite.used + 1, devices }, effects: [{ type: 'save' }] };
    }
    case 'withdrawn':
      return putOut({ ...invite, withdrawnAtMs: nowMs, devices: [] }, invite.devices, nowMs);
    case 'wrongAccessCode': {
      const wrongCodes = (invite.wrongCodes ?? 0) + 1;
      const expiresAtMs = wrongCodes < mostWrongCodes ? invite.expiresAtMs : Math.min(invite.expiresAtMs, nowMs);
      return { state: { ...invite, wrongCodes, expiresAtMs }, effects: [{ type: 'save' }] };
    }
    case 'deviceEnded':
    case 'deviceAway': {
      const gone = invite.devices.find(({ identity }) => identity === event.identity);
      if (!gone) return { state: invite, effects: [] };
      const devices = invite.devices.filter((device) => device !== gone);
      const away = [...(invite.away ?? []), gone.tokenHash].slice(-mostDevices);
      return putOut({ ...invite, devices, ...(event.type === 'deviceAway' && { away }) }, [gone], nowMs);
    }
    case 'takenUp':
      return invite.putOut.length === 0 ? { state: invite, effects: [] } : putOut(invite, invite.putOut, nowMs);
    case 'timePassed': {
      const still = invite.putOut.filter(({ untilMs }) => nowMs < untilMs);
      if (still.length === invite.putOut.length) return { state: invite, effects: [] };
      return { state: { ...invite, putOut: still }, effects: [{ type: 'save' }] };
    }
  }
}

const isAboutAnOpenLink = ({ type }: InviteEvent): boolean =>
  type === 'redeemed' || type === 'withdrawn' || type === 'wrongAccessCode';

/** These are out from now on, for as long as a token of theirs may be good; that is kept, so it holds over the host's end. */
function putOut(invite: InviteRecord, who: readonly { readonly identity: string }[], nowMs: number) {
  const records = who.map(({ identity }): PutOutRecord => ({ identity, untilMs: nowMs + keptOutMs }));
  const others = invite.putOut.filter(({ identity }) => !who.some((one) => one.identity === identity));
  const effects: InviteEffect[] = [
    ...records.map((record) => ({ type: 'putOut', ...record }) as const),
    { type: 'save' },
  ];
  return { state: { ...invite, putOut: [...others, ...records] }, effects };
}

/** Whether somebody may come by a link, or did and is still there: only then does anything listen beyond this computer. */
export const needsOrigin = (invites: Iterable<InviteRecord>, nowMs: number): boolean =>
  [...invites].some((invite) => invite.devices.length > 0 || stateOf(invite, nowMs) === 'open');

/** When something about the link changes by time alone; null when nothing will. */
export function nextChangeAtMs(invite: InviteRecord, nowMs: number): number | null {
  const times = invite.putOut.map(({ untilMs }) => untilMs);
  if (stateOf(invite, nowMs) === 'open') times.push(invite.expiresAtMs);
  else if (invite.devices.length === 0 && times.length === 0) times.push(forgottenAtMs(invite));
  return times.length === 0 ? null : Math.min(...times);
}

/** Whether it ended so long ago that it need not be kept. */
export const isForgotten = (invite: InviteRecord, nowMs: number): boolean =>
  invite.devices.length === 0 &&
  invite.putOut.length === 0 &&
  stateOf(invite, nowMs) !== 'open' &&
  nowMs >= forgottenAtMs(invite);

const forgottenAtMs = (invite: InviteRecord): number => (invite.withdrawnAtMs ?? invite.expiresAtMs) + rememberedMs;

const full = (): AppError =>
  new AppError(
    'share/full',
    'As many devices as one link takes came by it. Ask whoever sent it for another one, or wait until some have left.',
  );

/** Asks for the access code, or says that the given one is not it. */
export const accessCodeRefused = (given: string): AppError =>
  new AppError(
    'share/access-code',
    given === ''
      ? 'This link asks for an access code. Whoever sent it has one for you.'
      : 'That is not the access code of this link. Compare it with what you were told; after a few wrong ones the link ends.',
  );

/** Nobody new comes in just now. */
export const locked = (): AppError =>
  new AppError('share/locked', 'The owner has locked the talk for now. Ask them to unlock it, then press Join again.');

/** The refusal of a code that nobody made here. */
export const unknown = (): AppError =>
  new AppError(
    'share/unknown-invite',
    'This link is not known here: it was changed or cut off on its way, or is from long ago. Open the whole link, or ask for a new one.',
  );
