/**
 * What a link is good for, in the choices offered and in words. Pure.
 */
import type { InviteView, ShareRole } from '../../contract/index.ts';

export const roles = ['talk', 'listen', 'owner'] as const satisfies readonly ShareRole[];

/** How many devices; null: any number. */
export const useChoices = ['1', '3', '10', 'any'] as const;
export type UseChoice = (typeof useChoices)[number];

export const timeChoices = ['tenMinutes', 'hour', 'day', 'week'] as const;
export type TimeChoice = (typeof timeChoices)[number];

const minuteMs = 60_000;
const timesMs: { readonly [T in TimeChoice]: number } = {
  tenMinutes: 10 * minuteMs,
  hour: 60 * minuteMs,
  day: 24 * 60 * minuteMs,
  week: 7 * 24 * 60 * minuteMs,
};

export interface LinkTerms {
  readonly role: ShareRole;
  readonly uses: UseChoice;
  readonly time: TimeChoice;
  readonly asksAccessCode: boolean;
}

export const firstTerms: LinkTerms = { role: 'talk', uses: '1', time: 'tenMinutes', asksAccessCode: false };

/** What `share.createInvite` is asked for. A link for one's own device is always for one: whoever has it acts as the owner. */
export function toInviteInput({ role, uses, time, asksAccessCode }: LinkTerms): {
  role: ShareRole;
  uses: number | null;
  ttlMs: number;
  accessCode: boolean;
} {
  const wanted = role === 'owner' ? '1' : uses;
  return { role, uses: wanted === 'any' ? null : Number(wanted), ttlMs: timesMs[time], accessCode: asksAccessCode };
}

/** Whether somebody may still come by the link, also where the host has not said yet that its time is over. */
export function isOpenAt(invite: InviteView, nowMs: number): boolean {
  return invite.state === 'open' && invite.expiresAtMs > nowMs;
}

/** The link whose code is shown: the chosen one, else the newest. Where that is closed, none: another would be handed out by mistake. */
export function shownInvite(
  invites: readonly InviteView[],
  chosenCode: string | null,
  nowMs: number,
): InviteView | null {
  const wanted = chosenCode === null ? invites[0] : invites.find(({ code }) => code === chosenCode);
  return wanted && wanted.url !== null && isOpenAt(wanted, nowMs) ? wanted : null;
}

/** How long until `untilMs`, in the largest unit that still counts more than one. */
export function timeLeft(
  untilMs: number,
  nowMs: number,
): { unit: 'seconds' | 'minutes' | 'hours' | 'days'; count: number } {
  const leftMs = Math.max(0, untilMs - nowMs);
  if (leftMs < 2 * minuteMs) return { unit: 'seconds', count: Math.ceil(leftMs / 1_000) };
  if (leftMs < 120 * minuteMs) return { unit: 'minutes', count: Math.round(leftMs / minuteMs) };
  if (leftMs < 48 * 60 * minuteMs) return { unit: 'hours', count: Math.round(leftMs / (60 * minuteMs)) };
  return { unit: 'days', count: Math.round(leftMs / (24 * 60 * minuteMs)) };
}
