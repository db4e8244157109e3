/**
 * Keeps devices whose right has ended out of their rooms, until no token of theirs can be good any more.
 *
 * Path: share.ts -> here -> port RoomService.
 * Always: removed at once and again whenever they are seen; livekit-server 1.13.4 ignores the revocation of tokens, so an
 * unexpired one joins again (FACTS). Where LiveKit is the local one, the origin passes nothing of theirs on either. Who is
 * kept out is kept with the link (invite.ts), for LiveKit elsewhere outlives this host.
 */
import type { RoomName } from '../../contract/index.ts';
import type { Clock, RoomService } from '../ports.ts';
import type { PutOutRecord } from '../ports/sharing.ts';
import type { LiveKit } from '../rooms/livekit.ts';

/** How often the rooms are looked at while somebody is kept out; well within the 2 s in which a person must be gone. */
const lookEveryMs = 500;

/** Who is kept out, from where, until when. */
export class KeepOut {
  readonly #livekit: LiveKit;
  readonly #service: RoomService;
  readonly #clock: Clock;
  readonly #out = new Map<string, { readonly room: RoomName; readonly untilMs: number }>();
  #cancelLook: (() => void) | null = null;

  constructor(options: { livekit: LiveKit; service: RoomService; clock: Clock }) {
    this.#livekit = options.livekit;
    this.#service = options.service;
    this.#clock = options.clock;
  }

  /** Removes the identity now, and whenever it is seen until then; never rejects. */
  putOut(room: RoomName, { identity, untilMs }: PutOutRecord): void {
    this.#out.set(identity, { room, untilMs });
    void this.#remove(room, identity);
    this.#cancelLook ??= this.#clock.after(lookEveryMs, () => void this.#look());
  }

  /** The owner gave it another token. */
  letIn(identity: string): void {
    this.#out.delete(identity);
  }

  close(): void {
    this.#cancelLook?.();
    this.#out.clear();
  }

  async #look(): Promise<void> {
    const nowMs = this.#clock.nowMs();
    for (const [identity, { untilMs }] of this.#out) if (nowMs >= untilMs) this.#out.delete(identity);
    const rooms = new Set([...this.#out.values()].map(({ room }) => room));
    await Promise.all([...rooms].map((room) => this.#clear(room)));
    this.#cancelLook = this.#out.size === 0 ? null : this.#clock.after(lookEveryMs, () => void this.#look());
  }

  async #clear(room: RoomName): Promise<void> {
    try {
      const present = await this.#service.listParticipants(await this.#livekit.access(), room);
      const unwanted = present.filter(({ identity }) => this.#out.get(identity)?.room === room);
      await Promise.all(unwanted.map(({ identity }) => this.#remove(room, identity)));
    } catch {
      // no such room, or no LiveKit just now: nobody is in it; the next look sees
    }
  }

  async #remove(room: RoomName, identity: string): Promise<void> {
    try {
      await this.#service.removeParticipant(await this.#livekit.access(), room, identity);
    } catch {
      // not there: that is what is wanted; the next look sees
    }
  }
}
