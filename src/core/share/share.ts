/**
 * Sharing a room by links: makes them, lets devices in by them, and puts those out whose link was withdrawn.
 *
 * Path: bridge `share.*` (owner) and the origin's front desk (devices) -> here -> invite.ts decides -> store, origin, room;
 * invite-codes.ts makes the codes, device-presence.ts knows who is there.
 * Always: of codes and session tokens only hashes are kept; a device acts in its link's room and role; nothing listens beyond
 * this computer but while a link is open or a device that came by one is there.
 */
import { AppError, defaultRoom } from '../../contract/index.ts';
import type {
  DeviceEnd,
  InviteView,
  JoinedDevice,
  JoinRequest,
  ParsedInput,
  RoomName,
  ShareView,
} from '../../contract/index.ts';
import type { EventHub } from '../bridge/event-hub.ts';
import type { Handlers } from '../bridge/router.ts';
import type { Clock, Hasher, Ids, Logger, RoomService } from '../ports.ts';
import type { DeviceRecord, FrontDesk, InviteRecord, InviteStore, PutOutRecord } from '../ports/sharing.ts';
import type { LiveKit } from '../rooms/livekit.ts';
import type { DoorKeeper } from '../rooms/rooms.ts';
import { DevicePresence } from './device-presence.ts';
import { InviteCodes, standInOf } from './invite-codes.ts';
import {
  accessCodeRefused,
  endOf,
  isForgotten,
  locked,
  needsOrigin,
  nextChangeAtMs,
  refusalOf,
  stateOf,
  stepInvite,
  unknown,
} from './invite.ts';
import type { InviteEffect, InviteEvent } from './invite.ts';
import { JoinAttempts } from './join-attempts.ts';
import { KeepOut } from './keep-out.ts';
import { SharedOrigin } from './shared-origin.ts';
import type { SharedOriginOptions } from './shared-origin.ts';
import { shownName } from './shown-name.ts';

/** What sharing works with. */
export interface ShareOptions extends Omit<SharedOriginOptions, 'desk' | 'onChanged' | 'livekit'> {
  readonly store: InviteStore;
  readonly livekit: LiveKit;
  readonly rooms: RoomService;
  readonly hub: EventHub;
  readonly clock: Clock;
  readonly ids: Ids;
  readonly hasher: Hasher;
  readonly logger: Logger;
  /** What the assistant is called now: no guest is. */
  assistantName(): string;
}

/** The driver of all links. */
export class Share implements FrontDesk, DoorKeeper {
  readonly #options: ShareOptions;
  readonly #origin: SharedOrigin;
  readonly #keepOut: KeepOut;
  readonly #attempts: JoinAttempts;
  readonly #invites = new Map<string, InviteRecord>();
  readonly #codes: InviteCodes;
  readonly #presence: DevicePresence;
  readonly #locked = new Set<RoomName>();
  #takenUp: Promise<void> = Promise.resolve();
  #cancelTimer: () => void = () => {};

  constructor(options: ShareOptions) {
    this.#options = options;
    this.#attempts = new JoinAttempts(options.clock);
    this.#codes = new InviteCodes(options);
    this.#presence = new DevicePresence({
      clock: options.clock,
      mayReturn: (identity) => this.mayEnterRoom(identity),
      onGone: (identity) => void this.#end('deviceAway', identity),
    });
    this.#keepOut = new KeepOut({ livekit: options.livekit, service: options.rooms, clock: options.clock });
    this.#origin = new SharedOrigin({ ...options, desk: this, onChanged: () => this.#publish() });
    options.hub.provide('share.changed', () => this.view());
  }

  /** Takes up the links and locks of earlier runs, and opens the origin if a link is good. */
  start(): Promise<void> {
    const start = this.#takeUp();
    this.#takenUp = start.catch(() => undefined);
    return start;
  }

  async #takeUp(): Promise<void> {
    // Before the links: none lets anybody in unlocked.
    for (const room of await this.#options.store.loadLocked()) this.#locked.add(room);
    for (const invite of await this.#options.store.loadInvites()) {
      const { state, effects } = stepInvite(invite, { type: 'takenUp' }, this.#options.clock.nowMs());
      this.#invites.set(state.codeHash, state);
      for (const { identity } of state.devices) this.#presence.awaitReturn(identity);
      for (const effect of effects) await this.#run(state, effect);
    }
    this.#settle();
  }

  async close(): Promise<void> {
    this.#cancelTimer();
    this.#presence.close();
    this.#keepOut.close();
    await this.#origin.close();
  }

  view(): ShareView {
    return { ...this.#origin.view, lockedRooms: [...this.#locked], invites: this.list() };
  }

  /** Newest first. */
  list(): InviteView[] {
    return [...this.#invites.values()].map((invite) => this.#viewOf(invite)).reverse();
  }

  /** @throws {AppError} share/no-network | share/certificate | share/port-taken | share/withdrawn; no link is left then */
  async create({ room, role, uses, ttlMs, accessCode: asks }: ParsedInput<'share.createInvite'>): Promise<InviteView> {
    const { clock, store } = this.#options;
    const createdAtMs = clock.nowMs();
    const invite: InviteRecord = {
      ...this.#codes.make(asks),
      room: room ?? defaultRoom,
      role,
      uses,
      used: 0,
      createdAtMs,
      expiresAtMs: createdAtMs + ttlMs,
      withdrawnAtMs: null,
      devices: [],
      putOut: [],
    };
    this.#invites.set(invite.codeHash, invite);
    try {
      await this.#origin.want(true);
      // Withdrawn while the origin opened, for another link: what is kept already must not be open again after a restart.
      if (this.#invites.get(invite.codeHash) === invite) await store.saveInvite(invite);
    } catch (error) {
      this.#drop(invite.codeHash);
      this.#settle();
      throw error;
    }
    this.#settle();
    return this.#viewOf(this.#invites.get(invite.codeHash) ?? invite);
  }

  /** `given`: the code, its stand-in after a restart, or the whole link. @throws {AppError} share/unknown-invite */
  async revoke(given: string): Promise<InviteView> {
    const code = given.slice(given.indexOf('#') + 1).trim();
    const codeHash = this.#options.hasher.sha256(code);
    const invite = this.#invites.get(codeHash) ?? this.#byStandIn(code);
    if (!invite) {
      throw new AppError('share/unknown-invite', 'There is no such link. "parley invite list" shows those there are.');
    }
    const withdrawn = await this.#apply(invite, { type: 'withdrawn' });
    return this.#viewOf(withdrawn);
  }

  /** Puts one device out for good; false when the identity is none that came by a link. */
  removeDevice(identity: string): Promise<boolean> {
    return this.#end('deviceEnded', identity);
  }

  /** Keeps out whoever came with a token of its own, for as long as that is good. */
  keepOut(room: RoomName, who: PutOutRecord): void {
    this.#keepOut.putOut(room, who);
  }

  letIn(identity: string): void {
    this.#keepOut.letIn(identity);
  }

  /** Withdraws every link of the room, and so puts out whoever came by one. */
  async revokeAll(room: RoomName): Promise<void> {
    // All at once, before anything is waited for: who is put out by one link must not come back by the next.
    const ofRoom = [...this.#invites.values()].filter((invite) => invite.room === room);
    const steps = ofRoom.map((invite) => this.#step(invite, { type: 'withdrawn' }));
    for (const { state, effects } of steps) for (const effect of effects) await this.#run(state, effect);
    this.#settle();
  }

  /** Resolves when it is kept, and a restart of the host unlocks nothing; what cannot be stored holds in this run. */
  async setLocked(room: RoomName, isLocked: boolean): Promise<void> {
    // What an earlier run left must not come over what is said now.
    await this.#takenUp;
    if (isLocked) this.#locked.add(room);
    else this.#locked.delete(room);
    this.#publish();
    await this.#options.store.saveLocked(room, isLocked).catch(this.#report);
  }

  async join(request: JoinRequest, address: string): Promise<JoinedDevice> {
    const { clock, hasher, ids } = this.#options;
    this.#attempts.check(address);
    const invite = this.#invites.get(hasher.sha256(request.code));
    const refusal = refusalOf(invite, clock.nowMs());
    if (refusal || !invite) {
      // Who waits for a place guesses at nothing.
      if (refusal?.code !== 'share/full') this.#attempts.failed(address);
      throw refusal ?? unknown();
    }
    if (this.#locked.has(invite.room)) throw locked();
    // Nothing is waited for between the look at the link and its use: of two who come at once, one is the second.
    if (!this.#codes.opens(invite, request.accessCode)) await this.#refuse(invite, request.accessCode, address);
    const sessionToken = this.#codes.secret();
    const { room, role } = invite;
    const device: DeviceRecord = {
      identity: `${role === 'owner' ? 'owner' : 'guest'}-${ids.id()}`,
      name: shownName(request.name, role, this.#options.assistantName()),
      tokenHash: hasher.sha256(sessionToken),
      joinedAtMs: clock.nowMs(),
    };
    this.#presence.awaitReturn(device.identity);
    await this.#apply(invite, { type: 'redeemed', device });
    return { sessionToken, room, role, identity: device.identity };
  }

  admit(sessionToken: string): ReturnType<FrontDesk['admit']> {
    const tokenHash = this.#options.hasher.sha256(sessionToken);
    const found = this.#device((device) => device.tokenHash === tokenHash);
    if (!found) return null;
    const { room, role } = found.invite;
    return { role, room, identity: found.device.identity, name: found.device.name };
  }

  whyOut(sessionToken: string): DeviceEnd {
    const tokenHash = this.#options.hasher.sha256(sessionToken);
    const left = [...this.#invites.values()].find(({ away }) => away?.includes(tokenHash));
    return endOf(left, this.#options.clock.nowMs());
  }

  mayEnterRoom(identity: string): boolean {
    return this.nameOf(identity) !== null;
  }

  /** How a device that came by a link is called; null for anybody else. */
  nameOf(identity: string): string | null {
    return this.#device((device) => device.identity === identity)?.device.name ?? null;
  }

  arrived(identity: string, end: () => void): () => void {
    return this.#presence.arrived(identity, end);
  }

  localLiveKit(): { readonly port: number } | null {
    const { state } = this.#options.livekit;
    if (state.status !== 'ready' || state.access.pid === null) return null;
    return { port: Number(new URL(state.access.url).port) };
  }

  remoteLiveKitUrl(): string | null {
    const { state } = this.#options.livekit;
    if (state.status !== 'ready') return null;
    return state.access.pid === null ? state.access.url : (state.access.standsInFor?.url ?? null);
  }

  /** @throws {AppError} share/access-code */
  async #refuse(invite: InviteRecord, given: string, address: string): Promise<never> {
    if (given !== '') {
      this.#attempts.failed(address);
      await this.#apply(invite, { type: 'wrongAccessCode' });
    }
    throw accessCodeRefused(given);
  }

  async #apply(invite: InviteRecord, event: InviteEvent): Promise<InviteRecord> {
    const { state, effects } = this.#step(invite, event);
    for (const effect of effects) await this.#run(state, effect);
    this.#settle();
    return state;
  }

  #step(invite: InviteRecord, event: InviteEvent): ReturnType<typeof stepInvite> {
    const step = stepInvite(invite, event, this.#options.clock.nowMs());
    this.#invites.set(step.state.codeHash, step.state);
    return step;
  }

  async #run(invite: InviteRecord, effect: InviteEffect): Promise<void> {
    if (effect.type === 'save') return this.#save(invite);
    this.#keepOut.putOut(invite.room, effect);
    this.#presence.end(effect.identity);
  }

  /** What cannot be stored still holds in this run. */
  async #save(invite: InviteRecord): Promise<void> {
    await this.#options.store.saveInvite(invite).catch(this.#report);
  }

  /** After each change: the origin as it is wanted now, old links dropped, the next look in time, and the owner told. */
  #settle(): void {
    const nowMs = this.#options.clock.nowMs();
    for (const invite of this.#invites.values()) this.#tidy(invite, nowMs);
    this.#cancelTimer();
    const changes = [...this.#invites.values()].flatMap((invite) => nextChangeAtMs(invite, nowMs) ?? []);
    if (changes.length > 0) {
      const delayMs = Math.max(0, Math.min(...changes) - nowMs);
      this.#cancelTimer = this.#options.clock.after(delayMs, () => this.#settle());
    }
    this.#publish();
    void this.#origin.want(needsOrigin(this.#invites.values(), nowMs)).catch(this.#report);
  }

  #tidy(invite: InviteRecord, nowMs: number): void {
    const { state, effects } = stepInvite(invite, { type: 'timePassed' }, nowMs);
    if (isForgotten(state, nowMs)) return this.#drop(state.codeHash);
    this.#invites.set(state.codeHash, state);
    if (effects.length > 0) void this.#save(state);
  }

  #drop(codeHash: string): void {
    this.#invites.delete(codeHash);
    this.#codes.forget(codeHash);
    void this.#options.store.forgetInvite(codeHash).catch(this.#report);
  }

  async #end(type: 'deviceEnded' | 'deviceAway', identity: string): Promise<boolean> {
    const found = this.#device((device) => device.identity === identity);
    if (!found) return false;
    await this.#apply(found.invite, { type, identity });
    return true;
  }

  #device(fits: (device: DeviceRecord) => boolean): { invite: InviteRecord; device: DeviceRecord } | null {
    for (const invite of this.#invites.values()) {
      const device = invite.devices.find(fits);
      if (device) return { invite, device };
    }
    return null;
  }

  #byStandIn(code: string): InviteRecord | undefined {
    return [...this.#invites.values()].find(({ codeHash }) => standInOf(codeHash) === code);
  }

  #viewOf(invite: InviteRecord): InviteView {
    const { room, role, uses, used, createdAtMs, expiresAtMs } = invite;
    return {
      ...this.#codes.shown(invite.codeHash, this.#origin.view.origin),
      room,
      role,
      uses,
      usesLeft: uses === null ? null : Math.max(0, uses - used),
      createdAtMs,
      expiresAtMs,
      state: stateOf(invite, this.#options.clock.nowMs()),
      asksAccessCode: invite.accessHash !== undefined,
      devices: invite.devices.map(({ identity, name, joinedAtMs }) => ({ identity, name, joinedAtMs })),
    };
  }

  #publish(): void {
    this.#options.hub.publish('share.changed', null, this.view());
  }

  readonly #report = (error: unknown): void =>
    this.#options.logger.log('error', 'sharing failed', { error: String(error) });
}

/** The bridge's methods on links. `closeRoom` puts out whoever came without one, too. */
export const shareHandlers = (
  share: Share,
  closeRoom: (room: RoomName) => Promise<void>,
): Pick<Handlers, Extract<keyof Handlers, `share.${string}`>> => ({
  'share.createInvite': (input) => share.create(input),
  'share.listInvites': () => share.list(),
  'share.revokeInvite': ({ code }) => share.revoke(code),
  'share.setLocked': ({ room, locked: isLocked }) => share.setLocked(room ?? defaultRoom, isLocked),
  'share.endTalk': async ({ room = defaultRoom }) => {
    await share.revokeAll(room);
    await closeRoom(room);
  },
});
