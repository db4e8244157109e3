/**
 * One link, as a table of state and event.
 */
import { describe, expect, it } from 'vitest';
import { RoomName } from '../../../src/contract/index.ts';
import type { DeviceRecord, InviteRecord } from '../../../src/core/ports/sharing.ts';
import {
  endOf,
  isForgotten,
  keptOutMs,
  mostDevices,
  needsOrigin,
  nextChangeAtMs,
  refusalOf,
  stateOf,
  stepInvite,
} from '../../../src/core/share/invite.ts';

const device: DeviceRecord = { identity: 'guest-1', name: 'Phone', tokenHash: 't', joinedAtMs: 5 };
const anInvite = (changes: Partial<InviteRecord> = {}): InviteRecord => ({
  codeHash: 'h',
  room: RoomName.parse('main'),
  role: 'talk',
  uses: 1,
  used: 0,
  createdAtMs: 0,
  expiresAtMs: 1_000,
  withdrawnAtMs: null,
  devices: [],
  putOut: [],
  ...changes,
});
const outAt = (nowMs: number) => ({ identity: 'guest-1', untilMs: nowMs + keptOutMs });
const withdrawn = anInvite({ withdrawnAtMs: 10 });

describe('a link', () => {
  it.each([
    ['is open', anInvite(), 999, 'open', null],
    ['has run out at its time', anInvite(), 1_000, 'expired', 'share/expired'],
    ['is used up by its last use', anInvite({ used: 1 }), 10, 'used-up', 'share/used-up'],
    ['is used up, also after its time', anInvite({ used: 1 }), 2_000, 'used-up', 'share/used-up'],
    ['without a count is never used up', anInvite({ uses: null, used: 900 }), 10, 'open', null],
    ['is withdrawn, whatever else', anInvite({ withdrawnAtMs: 9, used: 1 }), 2_000, 'withdrawn', 'share/withdrawn'],
  ] as const)('[R2] %s', (_title, invite, nowMs, state, code) => {
    expect(stateOf(invite, nowMs)).toBe(state);
    expect(refusalOf(invite, nowMs)?.code ?? null).toBe(code);
  });

  it('[R2] says to who opened a bad one what it is and what now, each differently', () => {
    const bad = [undefined, anInvite({ used: 1 }), withdrawn];
    const words = [...bad.map((invite) => refusalOf(invite, 10)), refusalOf(anInvite(), 5_000)].map(
      (refusal) => refusal?.message ?? '',
    );
    expect(new Set(words).size).toBe(4);
    for (const sentence of words) expect(sentence).toMatch(/[Aa]sk/);
  });

  it('[R2] without a count lets only so many in at once, and more when some have left', () => {
    const devices = Array.from({ length: mostDevices }, (_, index) => ({ ...device, identity: `guest-${index}` }));
    const full = anInvite({ uses: null, used: 500, devices });
    expect(refusalOf(full, 10)).toMatchObject({
      code: 'share/full',
      message: expect.stringMatching(/left/) as string,
    });
    // Whoever was put out of it is not told that it lets nobody in any more.
    expect(endOf(full, 10)).toBe('awayLinkOpen');
    const { state } = stepInvite(full, { type: 'deviceEnded', identity: 'guest-0' }, 10);
    expect(refusalOf(state, 10)).toBeNull();
  });

  it('counts who comes by it', () => {
    const { state, effects } = stepInvite(anInvite({ uses: 2 }), { type: 'redeemed', device }, 5);
    expect(state).toMatchObject({ used: 1, devices: [device] });
    expect(effects).toEqual([{ type: 'save' }]);
  });

  it('[R2] puts out everybody who came by it when it is withdrawn, before anything else', () => {
    const { state, effects } = stepInvite(anInvite({ used: 1, devices: [device] }), { type: 'withdrawn' }, 7);
    expect(state).toMatchObject({ withdrawnAtMs: 7, devices: [], putOut: [outAt(7)] });
    expect(effects).toEqual([{ type: 'putOut', ...outAt(7) }, { type: 'save' }]);
  });

  it('[R3] puts out one device alone', () => {
    const two = anInvite({ uses: null, devices: [device, { ...device, identity: 'guest-2' }] });
    const { state, effects } = stepInvite(two, { type: 'deviceEnded', identity: 'guest-1' }, 7);
    expect(state.devices.map(({ identity }) => identity)).toEqual(['guest-2']);
    expect(effects).toEqual([{ type: 'putOut', ...outAt(7) }, { type: 'save' }]);
  });

  it('[S9] keeps out anew who was put out when a host takes it up, for nobody looked meanwhile', () => {
    const { state, effects } = stepInvite({ ...withdrawn, putOut: [outAt(7)] }, { type: 'takenUp' }, 9_000_000);
    expect(state.putOut).toEqual([outAt(9_000_000)]);
    expect(effects).toEqual([{ type: 'putOut', ...outAt(9_000_000) }, { type: 'save' }]);
  });

  it('[S9] is kept, and looked at in time, until its last token has ended', () => {
    const out = { ...withdrawn, putOut: [outAt(7)] };
    const longAgo = anInvite({ withdrawnAtMs: 0, putOut: [outAt(9_000_000)] });
    expect(nextChangeAtMs(out, 50)).toBe(7 + keptOutMs);
    expect(stepInvite(out, { type: 'timePassed' }, 6 + keptOutMs)).toEqual({ state: out, effects: [] });
    const { state, effects } = stepInvite(out, { type: 'timePassed' }, 7 + keptOutMs);
    expect([state, effects]).toEqual([withdrawn, [{ type: 'save' }]]);
    expect(isForgotten(longAgo, 9_000_000)).toBe(false);
  });

  it.each([
    ['the absence of a stranger', anInvite(), { type: 'deviceAway', identity: 'nobody' }],
    ['another withdrawal', withdrawn, { type: 'withdrawn' }],
    ['a use of a withdrawn one', withdrawn, { type: 'redeemed', device }],
    ['a host that takes it up, with nobody put out', anInvite(), { type: 'takenUp' }],
    ['time alone', anInvite(), { type: 'timePassed' }],
    ['the end of a stranger', anInvite(), { type: 'deviceEnded', identity: 'nobody' }],
  ] as const)('is not changed by %s', (_title, invite, event) => {
    expect(stepInvite(invite, event, 50)).toEqual({ state: invite, effects: [] });
  });

  it('[S14] keeps the origin open while it is open or somebody who came by it is there, and no longer', () => {
    expect(needsOrigin([anInvite()], 10)).toBe(true);
    expect(needsOrigin([anInvite({ used: 1, devices: [device] })], 5_000)).toBe(true);
    expect(needsOrigin([anInvite({ used: 1 }), withdrawn], 10)).toBe(false);
    expect(needsOrigin([anInvite()], 1_000)).toBe(false);
  });

  it('is remembered for an hour after its end', () => {
    expect(nextChangeAtMs(anInvite(), 10)).toBe(1_000);
    expect(nextChangeAtMs(anInvite(), 1_000)).toBe(3_601_000);
    expect(nextChangeAtMs(anInvite({ used: 1, devices: [device] }), 10)).toBeNull();
    expect(isForgotten(anInvite(), 3_600_999)).toBe(false);
    expect(isForgotten(anInvite(), 3_601_000)).toBe(true);
    expect(isForgotten(anInvite({ used: 1, devices: [device] }), 9_999_999)).toBe(false);
  });
});
