/**
 * Rooms with persistent names, their participants, and tokens for people.
 *
 * Path: bridge `rooms.*` -> here -> port RoomService.
 * Always: a token is minted here and nowhere else; one that lets its holder speak also brings the agent in.
 */
import { AppError } from '../../contract/index.ts';
import type { MintedToken, ParticipantView, RoomName, RoomView, TokenRole } from '../../contract/index.ts';
import type { Handlers } from '../bridge/router.ts';
import type { Arrival, Clock, RoomService } from '../ports.ts';
import type { PutOutRecord } from '../ports/sharing.ts';
import { checkIdentity, clockSkewMs, defaultTokenTtlMs, emptyRoomTimeoutMs, personGrant } from './grants.ts';
import type { LiveKit } from './livekit.ts';

/** The one place that mints tokens for people. */
export class Rooms {
  readonly #livekit: LiveKit;
  readonly #service: RoomService;
  readonly #clock: Clock;
  readonly #bringAgent: (room: RoomName) => void;
  readonly #dismissAgent: (room: RoomName) => void;
  /** When the longest token of an identity ends, epoch ms. */
  readonly #tokenEnds = new Map<string, number>();

  constructor(options: {
    livekit: LiveKit;
    service: RoomService;
    clock: Clock;
    bringAgent: (room: RoomName) => void;
    dismissAgent: (room: RoomName) => void;
  }) {
    this.#livekit = options.livekit;
    this.#service = options.service;
    this.#clock = options.clock;
    this.#bringAgent = options.bringAgent;
    this.#dismissAgent = options.dismissAgent;
  }

  async list(): Promise<RoomView[]> {
    return this.#service.listRooms(await this.#livekit.access());
  }

  async create(room: RoomName): Promise<RoomView> {
    return this.#service.createRoom(await this.#livekit.access(), room, emptyRoomTimeoutMs);
  }

  async delete(room: RoomName): Promise<void> {
    await this.#mustExist(room);
    // Else it is taken for lost and replaced, and its replacement opens the room again.
    this.#dismissAgent(room);
    await this.#service.deleteRoom(await this.#livekit.access(), room);
  }

  /** As `delete`, also where the room is closed already. */
  async close(room: RoomName): Promise<void> {
    if ((await this.list()).some(({ name }) => name === room)) await this.delete(room);
    else this.#dismissAgent(room);
  }

  async participants(room: RoomName): Promise<ParticipantView[]> {
    await this.#mustExist(room);
    return this.#service.listParticipants(await this.#livekit.access(), room);
  }

  /**
   * Returns until when the removed may hold a good token, epoch ms; null for an agent, whose successor has its name.
   * @throws {AppError} rooms/unknown-participant
   */
  async remove(room: RoomName, identity: string): Promise<number | null> {
    const found = (await this.participants(room)).find((participant) => participant.identity === identity);
    if (!found) {
      throw new AppError('rooms/unknown-participant', `Nobody called "${identity}" is in the room "${room}".`);
    }
    await this.#service.removeParticipant(await this.#livekit.access(), room, identity);
    if (found.kind === 'agent') return null;
    // LiveKit renews the token of whoever is in.
    const renewedEndsAtMs = this.#clock.nowMs() + defaultTokenTtlMs;
    return Math.max(renewedEndsAtMs, this.#tokenEnds.get(identity) ?? 0) + clockSkewMs;
  }

  /** Mutes the participant's microphone. @throws {AppError} rooms/unknown-participant */
  async mute(room: RoomName, identity: string): Promise<void> {
    await this.#service.muteParticipant(await this.#livekit.access(), room, identity);
  }

  /** @throws {AppError} rooms/identity-refused */
  async mint(options: { room: RoomName; identity: string; role?: TokenRole; ttlMs?: number }): Promise<MintedToken> {
    checkIdentity(options.identity);
    return this.#mintChecked({ ...options, name: options.identity });
  }

  /** A token under an identity that Parley itself made (a window's). */
  async mintOwn(options: { room: RoomName; identity: string; name: string; role: TokenRole }): Promise<MintedToken> {
    return this.#mintChecked(options);
  }

  /**
   * A token for a device that came by a link: no data, whatever its role. The LiveKit of this computer is reached through the
   * origin the device came by. Somebody who only listens wakes nobody.
   */
  async mintForDevice(options: {
    room: RoomName;
    identity: string;
    name: string;
    role: TokenRole;
    origin: string;
  }): Promise<MintedToken> {
    const role = options.role === 'listen' ? 'listen' : 'talk';
    const minted = await this.#mintChecked({ ...options, role });
    const access = await this.#livekit.access();
    const through = `${options.origin.replace(/^http/, 'ws')}/livekit`;
    return access.pid === null ? minted : { ...minted, livekitUrl: through };
  }

  /** Somebody came in, perhaps with a token from long ago: the agent comes to everybody who may speak. */
  arrived({ room, kind, canPublish }: Arrival): void {
    if (kind === 'person' && canPublish) this.#bringAgent(room);
  }

  async #mintChecked(options: {
    room: RoomName;
    identity: string;
    name: string;
    role?: TokenRole | undefined;
    ttlMs?: number | undefined;
  }): Promise<MintedToken> {
    const role = options.role ?? 'talk';
    const ttlMs = options.ttlMs ?? defaultTokenTtlMs;
    const access = await this.#livekit.access();
    const { room, identity, name } = options;
    const token = await this.#service.mintToken(access, personGrant({ room, identity, name, role, ttlMs }));
    if (role !== 'listen') this.#bringAgent(room);
    const expiresAtMs = this.#clock.nowMs() + ttlMs;
    this.#remember(identity, expiresAtMs);
    return { token, livekitUrl: access.url, room, identity, expiresAtMs };
  }

  #remember(identity: string, expiresAtMs: number): void {
    const nowMs = this.#clock.nowMs();
    for (const [known, endsAtMs] of this.#tokenEnds) if (endsAtMs < nowMs) this.#tokenEnds.delete(known);
    this.#tokenEnds.set(identity, Math.max(expiresAtMs, this.#tokenEnds.get(identity) ?? 0));
  }

  async #mustExist(room: RoomName): Promise<void> {
    const rooms = await this.list();
    if (!rooms.some((known) => known.name === room)) {
      throw new AppError('rooms/unknown-room', `There is no room "${room}". "parley room list" shows the rooms.`);
    }
  }
}

/** Who keeps the removed out. `removeDevice` is for those who came by a link; false for anybody else. */
export interface DoorKeeper {
  removeDevice(identity: string): Promise<boolean>;
  keepOut(room: RoomName, who: PutOutRecord): void;
  letIn(identity: string): void;
}

/** The bridge's methods on rooms. Who was removed stays out with the token there is, and comes in with a new one. */
export const roomHandlers = ({
  rooms,
  door,
}: {
  rooms: Rooms;
  door: DoorKeeper;
}): Pick<Handlers, Extract<keyof Handlers, `rooms.${string}`>> => ({
  'rooms.list': () => rooms.list(),
  'rooms.create': ({ room }) => rooms.create(room),
  'rooms.show': ({ room }) => rooms.participants(room),
  'rooms.delete': ({ room }) => rooms.delete(room),
  'rooms.removeParticipant': async ({ room, identity }) => {
    if (await door.removeDevice(identity)) return;
    const untilMs = await rooms.remove(room, identity);
    if (untilMs !== null) door.keepOut(room, { identity, untilMs });
  },
  'rooms.muteParticipant': ({ room, identity }) => rooms.mute(room, identity),
  'rooms.mintToken': async ({ room, identity, role, ttlMs }) => {
    const minted = await rooms.mint({ room, identity, ...(role ? { role } : {}), ...(ttlMs ? { ttlMs } : {}) });
    door.letIn(identity);
    return minted;
  },
});
