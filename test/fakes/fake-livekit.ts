/**
 * A LiveKit that is ready at once, and rooms that remember what was asked of them.
 */
import type { AppError, ParticipantView, RoomName, RoomView, WireError } from '../../src/contract/index.ts';
import type { Arrival, Grant, LiveKitAccess, LiveKitServer, RoomService } from '../../src/core/ports.ts';

export class FakeLiveKitServer implements LiveKitServer {
  starts = 0;
  mediaAddresses: readonly string[] = [];
  /** Why it does not start. */
  failure: AppError | null = null;
  /** Of its process; null where it stands for one elsewhere. */
  pid: number | null = 77;
  readonly #exits = new Set<(cause: WireError) => void>();
  readonly #arrivals = new Set<(arrival: Arrival) => void>();

  async start(): Promise<LiveKitAccess> {
    this.starts += 1;
    if (this.failure) throw this.failure;
    return { url: 'ws://127.0.0.1:7880', apiKey: 'key', apiSecret: 's'.repeat(43), pid: this.pid };
  }

  onExit(listener: (cause: WireError) => void): () => void {
    this.#exits.add(listener);
    return () => this.#exits.delete(listener);
  }

  async stop(): Promise<void> {}

  setMediaAddresses(addresses: readonly string[]): void {
    this.mediaAddresses = addresses;
  }

  onArrival(listener: (arrival: Arrival) => void): () => void {
    this.#arrivals.add(listener);
    return () => this.#arrivals.delete(listener);
  }

  exit(cause: WireError): void {
    for (const listener of this.#exits) listener(cause);
  }
}

export class FakeRoomService implements RoomService {
  readonly grants: Grant[] = [];
  readonly removed: string[] = [];
  readonly muted: string[] = [];
  rooms: RoomView[] = [];
  participants: ParticipantView[] = [];

  async mintToken(_access: LiveKitAccess, grant: Grant): Promise<string> {
    this.grants.push(grant);
    return `token-of-${grant.identity}`;
  }

  async listRooms(): Promise<RoomView[]> {
    return this.rooms;
  }

  async createRoom(_access: LiveKitAccess, room: RoomName): Promise<RoomView> {
    const view = { name: room, participants: 0, createdAtMs: 0 };
    this.rooms = [...this.rooms, view];
    return view;
  }

  async deleteRoom(_access: LiveKitAccess, room: RoomName): Promise<void> {
    this.rooms = this.rooms.filter(({ name }) => name !== room);
  }

  async listParticipants(): Promise<ParticipantView[]> {
    return this.participants;
  }

  async removeParticipant(_access: LiveKitAccess, _room: RoomName, identity: string): Promise<void> {
    this.removed.push(identity);
  }

  async muteParticipant(_access: LiveKitAccess, _room: RoomName, identity: string): Promise<void> {
    this.muted.push(identity);
  }
}
