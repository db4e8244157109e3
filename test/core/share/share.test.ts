/**
 * Links, the devices that come by them, and the origin that is open meanwhile.
 */
import { describe, expect, it } from 'vitest';
import { AppError, RoomName } from '../../../src/contract/index.ts';
import { shareHandlers } from '../../../src/core/share/share.ts';
import { aShare } from './rig.ts';

const main = RoomName.parse('main');

describe('sharing by links', () => {
  it('[R2] makes a link that carries a code in its fragment, once, for ten minutes', async () => {
    const { create, clock } = aShare();
    const made = await create();
    expect(made).toMatchObject({
      url: `https://192.168.1.20:7443/join#${made.code}`,
      room: 'main',
      role: 'talk',
      uses: 1,
      usesLeft: 1,
      expiresAtMs: clock.nowMs() + 600_000,
      state: 'open',
      devices: [],
    });
    expect(made.code).toMatch(/^[0-9a-f]{40}$/);
  });

  it('[R2] lets a device in by it, as nobody who can be guessed, and keeps no code and no token', async () => {
    const { create, join, share, store } = aShare();
    const { code } = await create({ uses: 2 });
    const joined = await join(code, '  Ann\n\u202es   phone ');
    expect(joined).toMatchObject({ room: 'main', role: 'talk', identity: expect.stringMatching(/^guest-/) as string });
    expect(share.nameOf(joined.identity)).toBe('Ann s phone');
    expect(share.nameOf('owner-1')).toBeNull();
    expect(share.admit(joined.sessionToken)).toEqual({
      role: 'talk',
      room: main,
      identity: joined.identity,
      name: 'Ann s phone',
    });
    expect(share.list()[0]).toMatchObject({
      usesLeft: 1,
      devices: [{ identity: joined.identity, name: 'Ann s phone' }],
    });
    const kept = JSON.stringify([...store.kept.values()]);
    expect(kept).not.toContain(code);
    expect(kept).not.toContain(joined.sessionToken);
  });

  it('[R2] refuses used, over, withdrawn and unknown links with their own codes', async () => {
    const { create, join, clock, share } = aShare();
    const used = await create();
    const both = await Promise.allSettled([join(used.code), join(used.code)]);
    expect(both).toMatchObject([{ status: 'fulfilled' }, { status: 'rejected', reason: { code: 'share/used-up' } }]);
    const over = await create({ ttlMs: 5_000 });
    const withdrawn = await create();
    await share.revoke(withdrawn.url ?? '');
    await clock.advanceAsync(5_000);
    await expect(join(over.code)).rejects.toMatchObject({ code: 'share/expired' });
    await expect(join(withdrawn.code)).rejects.toMatchObject({ code: 'share/withdrawn' });
    await expect(join(`${used.code}0`)).rejects.toMatchObject({ code: 'share/unknown-invite' });
    await expect(share.revoke('nothing')).rejects.toMatchObject({ code: 'share/unknown-invite' });
  });

  it('[R1] makes an address that tries codes wait, and nobody else', async () => {
    const { create, join, clock } = aShare();
    const { code } = await create({ uses: null });
    for (let attempt = 0; attempt < 10; attempt++) await join('wrong').catch(() => undefined);
    await expect(join(code)).rejects.toMatchObject({ code: 'share/too-many-attempts' });
    await expect(join(code, 'Other', '10.0.0.10')).resolves.toMatchObject({ room: 'main' });
    await clock.advanceAsync(60_001);
    await expect(join(code)).resolves.toMatchObject({ room: 'main' });
  });

  it('[R2] puts a withdrawn device out at once, and again whenever it is seen', async () => {
    const { create, join, share, rooms, clock } = aShare();
    const { code } = await create({ uses: null });
    const { identity, sessionToken } = await join(code);
    let ended = 0;
    share.arrived(identity, () => (ended += 1));
    await share.revoke(code);
    await clock.advanceAsync(0);
    expect(share.admit(sessionToken)).toBeNull();
    expect(share.mayEnterRoom(identity)).toBe(false);
    expect({ ended, removed: rooms.removed }).toEqual({ ended: 1, removed: [identity] });
    rooms.participants = [{ identity, name: 'Phone', kind: 'person', joinedAtMs: 0, publishing: true }];
    await clock.advanceAsync(500);
    expect(rooms.removed).toEqual([identity, identity]);
    rooms.participants = [];
    await clock.advanceAsync(700_000);
    expect(rooms.removed).toHaveLength(2);
    rooms.participants = [{ identity: 'owner-1', name: 'You', kind: 'person', joinedAtMs: 0, publishing: true }];
    await clock.advanceAsync(5_000);
    expect(rooms.removed).toHaveLength(2);
  });

  it('[S9] keeps a withdrawn device out over a restart of the host, and forgets it when its tokens have ended', async () => {
    const before = aShare();
    const { code } = await before.create({ uses: null });
    const { identity } = await before.join(code);
    await before.share.revoke(code);
    await before.share.close();
    const { share, rooms, clock, store } = aShare(before.store, before.ids);
    rooms.participants = [{ identity, name: 'Phone', kind: 'person', joinedAtMs: 0, publishing: true }];
    // Longer than the tokens live: in a room, LiveKit renews them.
    await clock.advanceAsync(1_800_000);
    await share.start();
    await clock.advanceAsync(500);
    expect(new Set(rooms.removed)).toEqual(new Set([identity]));
    await clock.advanceAsync(700_000);
    const { length } = rooms.removed;
    await clock.advanceAsync(5_000);
    expect(rooms.removed).toHaveLength(length);
    expect([...store.kept.values()]).toMatchObject([{ putOut: [] }]);
  });

  it('[S9] keeps out who was removed with a token of its own, until that has ended or the owner lets it in', async () => {
    const { share, rooms, clock } = aShare();
    rooms.participants = ['ann', 'bob'].map((identity) => ({
      identity,
      name: '',
      kind: 'person',
      joinedAtMs: 0,
      publishing: false,
    }));
    for (const identity of ['ann', 'bob']) share.keepOut(main, { identity, untilMs: clock.nowMs() + 60_000 });
    await clock.advanceAsync(500);
    expect(rooms.removed).toEqual(['ann', 'bob', 'ann', 'bob']);
    share.letIn('bob');
    rooms.removed.length = 0;
    await clock.advanceAsync(500);
    expect(rooms.removed).toEqual(['ann']);
    await clock.advanceAsync(60_000);
    rooms.removed.length = 0;
    await clock.advanceAsync(5_000);
    expect(rooms.removed).toEqual([]);
  });

  it('[R3] removes one device for good, and says of others that they did not come by a link', async () => {
    const { create, join, share } = aShare();
    const { code } = await create({ uses: null });
    const first = await join(code);
    const second = await join(code);
    expect(await share.removeDevice(first.identity)).toBe(true);
    expect(share.admit(first.sessionToken)).toBeNull();
    expect(share.admit(second.sessionToken)).not.toBeNull();
    expect(await share.removeDevice('owner-1')).toBe(false);
  });

  it('[R3] asks for an access code that is not in the link, and keeps only its hash', async () => {
    const { create, join, share, store } = aShare();
    const { code, url, accessCode } = await create({ accessCode: true });
    expect(accessCode).toMatch(/^\d{6}$/);
    expect(url).not.toContain(accessCode);
    const [kept] = store.kept.values();
    expect(Object.values(kept ?? {})).not.toContain(accessCode);
    await expect(join(code)).rejects.toMatchObject({
      code: 'share/access-code',
      message: expect.stringMatching(/asks/),
    });
    const wrong = String((Number(accessCode) + 1) % 1_000_000).padStart(6, '0');
    await expect(join(code, 'Phone', '10.0.0.9', wrong)).rejects.toMatchObject({
      code: 'share/access-code',
      message: expect.stringMatching(/not the access code/),
    });
    await expect(join(code, 'Phone', '10.0.0.9', ` ${accessCode ?? ''} `)).resolves.toMatchObject({ room: 'main' });
    expect(share.list()[0]).toMatchObject({ usesLeft: 0, asksAccessCode: true });
    expect((await create()).accessCode).toBeNull();
  });

  it('[R3] ends a link at the tenth wrong access code, from wherever they came, and leaves who is in', async () => {
    const { create, join, share } = aShare();
    const { code, accessCode } = await create({ uses: null, accessCode: true });
    const early = await join(code, 'Phone', '10.0.0.9', accessCode ?? '');
    for (let guess = 0; guess < 10; guess++) {
      await expect(join(code, 'Guesser', `10.0.1.${guess}`, 'wrong')).rejects.toMatchObject({
        code: 'share/access-code',
      });
    }
    await expect(join(code, 'Phone', '10.0.0.9', accessCode ?? '')).rejects.toMatchObject({ code: 'share/expired' });
    expect(share.admit(early.sessionToken)).not.toBeNull();
  });

  it('[R3] lets nobody new into a locked room, and whoever was in come back', async () => {
    const { create, join, share } = aShare();
    const { code } = await create({ uses: null });
    const early = await join(code);
    await share.setLocked(main, true);
    expect(share.view().lockedRooms).toEqual(['main']);
    await expect(join(code)).rejects.toMatchObject({ code: 'share/locked' });
    expect(share.admit(early.sessionToken)).not.toBeNull();
    const other = await create({ room: 'other' });
    await expect(join(other.code)).resolves.toMatchObject({ room: 'other' });
    await share.setLocked(main, false);
    await expect(join(code)).resolves.toMatchObject({ room: 'main' });
  });

  it('[R3] keeps a room locked over a restart of the host, until it is unlocked', async () => {
    const before = aShare();
    const { code } = await before.create({ uses: null });
    const early = await before.join(code);
    await before.share.setLocked(main, true);
    await before.share.close();
    const { share, join, store } = aShare(before.store, before.ids);
    await share.start();
    expect(share.view().lockedRooms).toEqual(['main']);
    await expect(join(code)).rejects.toMatchObject({ code: 'share/locked' });
    expect(share.admit(early.sessionToken)).not.toBeNull();
    await share.setLocked(main, false);
    await share.close();
    const again = aShare(store, before.ids);
    await again.share.start();
    await expect(again.join(code)).resolves.toMatchObject({ room: 'main' });
  });

  it('[R3] takes what the owner says while the locks of an earlier run are taken up', async () => {
    const { share, store, create, join } = aShare();
    store.locked.add(main);
    const started = share.start();
    await share.setLocked(main, false);
    await started;
    expect([share.view().lockedRooms, [...store.locked]]).toEqual([[], []]);
    await expect(join((await create()).code)).resolves.toMatchObject({ room: 'main' });
  });

  it('[R3] ends the talk for all: every link of the room, and the room, and no other', async () => {
    const { create, join, share } = aShare();
    const [first, second, other] = [await create({ uses: null }), await create(), await create({ room: 'other' })];
    const guest = await join(first.code);
    const closed: string[] = [];
    const { 'share.endTalk': endTalk } = shareHandlers(share, async (room) => void closed.push(room));
    await endTalk({}, {} as never);
    expect(closed).toEqual(['main']);
    expect(share.admit(guest.sessionToken)).toBeNull();
    await expect(join(second.code)).rejects.toMatchObject({ code: 'share/withdrawn' });
    await expect(join(other.code)).resolves.toMatchObject({ room: 'other' });
  });

  it('[S9] [R3] ends the talk for all also for whoever comes by another link while it ends', async () => {
    const { create, join, share, store } = aShare();
    const [used, kept] = [await create({ uses: null }), await create({ uses: null })];
    await join(used.code);
    const late: Promise<unknown>[] = [];
    // A withdrawal takes a while to be kept; who is put out by then tries the next link at once.
    store.onSave = () => void late.push(join(kept.code).catch((error: unknown) => error));
    await share.revokeAll(main);
    expect((await Promise.all(late))[0]).toMatchObject({ code: 'share/withdrawn' });
    expect(share.list().flatMap(({ devices }) => devices)).toEqual([]);
  });

  it('[S14] [R6] opens origin and media with the first link and closes both with the last', async () => {
    const { create, share, door, server, clock, standBys } = aShare();
    expect(share.view()).toMatchObject({ reach: 'closed', origin: null });
    const first = await create();
    expect(share.view()).toMatchObject({ reach: 'network', origin: 'https://192.168.1.20:7443' });
    expect({ isOpen: door.isOpen, media: server.mediaAddresses }).toEqual({ isOpen: true, media: ['192.168.1.20'] });
    const starts = server.starts;
    const second = await create({ ttlMs: 9_000 });
    expect({ opened: door.plans.length, starts: server.starts }).toEqual({ opened: 1, starts });
    await share.revoke(first.code);
    await clock.advanceAsync(0);
    expect(door.isOpen).toBe(true);
    await clock.advanceAsync(9_000);
    expect(share.list().map(({ state }) => state)).toEqual(['expired', 'withdrawn']);
    expect(second.state).toBe('open');
    expect({ isOpen: door.isOpen, media: server.mediaAddresses }).toEqual({ isOpen: false, media: [] });
    expect(share.view()).toMatchObject({ reach: 'closed', origin: null, problem: null });
    expect(standBys()).toBe(2);
  });

  it('[R7] ends with the app, also while a certificate is waited for that never comes', async () => {
    const { create, share, certificates, door } = aShare();
    certificates.tailscale = 'hangs';
    const made = create();
    made.catch(() => undefined);
    await share.close();
    await expect(made).rejects.toThrow();
    expect(door.plans).toEqual([]);
  });

  it('[R2] [R7] withdraws at once, also while a certificate is waited for that never comes', async () => {
    const { create, share, clock, door, certificates, store } = aShare();
    certificates.tailscale = 'hangs';
    const making = create();
    await clock.advanceAsync(0);
    const [shown] = share.list();
    expect(await share.revoke(shown?.code ?? '')).toMatchObject({ state: 'withdrawn' });
    await expect(making).rejects.toMatchObject({ code: 'share/withdrawn' });
    expect(share.view()).toMatchObject({ reach: 'closed', problem: null, invites: [] });
    certificates.tailscale = null;
    await create();
    expect({ isOpen: door.isOpen, kept: store.kept.size }).toEqual({ isOpen: true, kept: 1 });
  });

  it('[R2] a link that is withdrawn while the origin opens for another one stays withdrawn over a restart', async () => {
    const before = aShare();
    before.certificates.waits = true;
    const making = [before.create(), before.create()];
    await before.clock.advanceAsync(0);
    const [, first] = before.share.list();
    await before.share.revoke(first?.code ?? '');
    before.certificates.goOn();
    const made = await Promise.all(making);
    expect(made.map(({ state }) => state)).toEqual(['withdrawn', 'open']);
    await before.share.close();
    const after = aShare(before.store, before.ids);
    await after.share.start();
    expect(after.share.list().map(({ state }) => state)).toEqual(['open', 'withdrawn']);
  });

  it('[R7] [V13] tells anew how far sound reaches behind a public address when talks move', async () => {
    const { create, share, server, clock, settings } = aShare();
    settings.publicUrl = 'https://parley.example';
    await create();
    const moveTo = async (pid: number | null): Promise<void> => {
      server.pid = pid;
      server.exit({ code: 'livekit/unreachable', message: 'It ended.' });
      await clock.advanceAsync(1_000);
    };
    await moveTo(null);
    expect(share.view()).toMatchObject({ reach: 'anywhere', origin: 'https://parley.example' });
    expect(share.view().certificate?.note).not.toContain('only this network');
    await moveTo(77);
    expect(share.view()).toMatchObject({ reach: 'network', origin: 'https://parley.example' });
  });

  it('[R7] goes with this computer into another network: a new address in every link, and says so', async () => {
    const { create, share, door, network, server, clock } = aShare();
    const { code } = await create();
    network.own = ['10.0.0.7'];
    await clock.advanceAsync(9_999);
    expect(share.view()).toMatchObject({ origin: 'https://192.168.1.20:7443', addressChanged: false });
    await clock.advanceAsync(1);
    expect(share.view()).toMatchObject({ origin: 'https://10.0.0.7:7443', addressChanged: true, problem: null });
    expect(share.list()[0]?.url).toBe(`https://10.0.0.7:7443/join#${code}`);
    expect({ isOpen: door.isOpen, media: server.mediaAddresses }).toEqual({ isOpen: true, media: ['10.0.0.7'] });
    await share.revoke(code);
    await create();
    expect(share.view()).toMatchObject({ reach: 'network', addressChanged: false });
  });

  it('[R7] stays where it is in a short break, and with one more network', async () => {
    const { create, share, door, network, clock } = aShare();
    await create({ ttlMs: 60_000 });
    network.own = [];
    await clock.advanceAsync(5_000);
    network.own = ['10.0.0.7', '192.168.1.20'];
    await clock.advanceAsync(30_000);
    expect(share.view()).toMatchObject({ origin: 'https://192.168.1.20:7443', addressChanged: false });
    expect(door.plans).toHaveLength(1);
  });

  it('[R7] [R6] closes without a network, says so, and opens by itself when there is one again', async () => {
    const { create, share, door, network, server, clock } = aShare();
    await create();
    network.own = [];
    await clock.advanceAsync(10_000);
    expect(share.view()).toMatchObject({
      reach: 'closed',
      problem: { code: 'share/no-network', message: expect.stringMatching(/by themselves/) as string },
    });
    expect({ isOpen: door.isOpen, media: server.mediaAddresses }).toEqual({ isOpen: false, media: [] });
    network.own = ['192.168.1.20'];
    await clock.advanceAsync(10_000);
    expect(share.view()).toMatchObject({ reach: 'network', problem: null, addressChanged: false });
    expect(door.isOpen).toBe(true);
    network.own = [];
    await clock.advanceAsync(600_000);
    expect(share.view()).toMatchObject({ reach: 'closed', problem: null });
  });

  it('keeps the origin open for a device that is there, and for ten minutes after it went', async () => {
    const { create, join, share, door, clock } = aShare();
    const { code } = await create({ ttlMs: 5_000 });
    const { identity, sessionToken } = await join(code);
    const left = share.arrived(identity, () => undefined);
    await clock.advanceAsync(3_600_000);
    expect(door.isOpen).toBe(true);
    left();
    await clock.advanceAsync(599_000);
    expect(share.admit(sessionToken)).not.toBeNull();
    share.arrived(identity, () => undefined)();
    await clock.advanceAsync(600_000);
    expect({ isOpen: door.isOpen, admitted: share.admit(sessionToken) }).toEqual({ isOpen: false, admitted: null });
  });

  it('[R2] tells a device that was away for ten minutes so, and whether its link lets it in again', async () => {
    const { create, join, share, clock, store, ids } = aShare();
    const often = await create({ uses: null, ttlMs: 3_600_000 });
    const once = await create({ uses: 1, ttlMs: 3_600_000 });
    const [again, over, put] = [await join(often.code), await join(once.code), await join(often.code)];
    await share.removeDevice(put.identity);
    await clock.advanceAsync(600_000);
    const told = (by = share) => [again, over, put].map(({ sessionToken }) => by.whyOut(sessionToken));
    expect(told()).toEqual(['awayLinkOpen', 'awayLinkOver', 'removed']);
    await share.close();
    const after = aShare(store, ids);
    await after.share.start();
    expect(told(after.share)).toEqual(['awayLinkOpen', 'awayLinkOver', 'removed']);
    await after.share.revoke(often.code);
    expect(told(after.share)).toEqual(['removed', 'awayLinkOver', 'removed']);
  });

  it('leaves no link where the origin cannot be opened, and says why', async () => {
    const { create, share, door, server, store } = aShare();
    door.failure = new AppError('share/port-taken', 'Port 7443 is taken.');
    await expect(create()).rejects.toMatchObject({ code: 'share/port-taken' });
    expect(share.view()).toMatchObject({ reach: 'closed', invites: [], problem: { code: 'share/port-taken' } });
    expect({ kept: store.kept.size, media: server.mediaAddresses }).toEqual({ kept: 0, media: [] });
    door.failure = null;
    await create();
    expect(share.view()).toMatchObject({ reach: 'network', problem: null });
  });

  it('[R2] takes a link and its devices over a restart of the host; the link is not shown again', async () => {
    const before = aShare();
    const { code } = await before.create({ uses: 2 });
    const { sessionToken } = await before.join(code);
    await before.share.close();
    const after = aShare(before.store, before.ids);
    await after.share.start();
    await after.clock.advanceAsync(0);
    expect(after.door.isOpen).toBe(true);
    expect(after.share.admit(sessionToken)).not.toBeNull();
    await expect(after.join(code)).resolves.toMatchObject({ room: 'main' });
    const [view] = after.share.list();
    expect(view).toMatchObject({ url: null, usesLeft: 0 });
    expect(code).not.toContain(view?.code);
    expect(await after.share.revoke(view?.code ?? '')).toMatchObject({ state: 'withdrawn' });
  });
});
