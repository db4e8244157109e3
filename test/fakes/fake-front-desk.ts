/**
 * A front desk with one code, `good`, and as many devices as came by it.
 */
import { AppError, RoomName } from '../../src/contract/index.ts';
import type { DeviceEnd, JoinedDevice } from '../../src/contract/index.ts';
import type { FrontDesk } from '../../src/core/ports/sharing.ts';

export class FakeFrontDesk implements FrontDesk {
  readonly addresses: string[] = [];
  livekitPort: number | null = null;
  remote: string | null = null;
  role: JoinedDevice['role'] = 'talk';
  end: DeviceEnd = 'removed';
  readonly #names = new Map<string, string>();
  readonly #present = new Map<string, Set<() => void>>();

  async join({ code, name }: { code: string; name: string }, address: string): Promise<JoinedDevice> {
    this.addresses.push(address);
    if (code !== 'good') throw new AppError('share/expired', 'The time of this link is over.');
    const identity = `guest-${this.#names.size + 1}`;
    this.#names.set(identity, name);
    return { sessionToken: `token-of-${identity}`, room: RoomName.parse('main'), role: this.role, identity };
  }

  admit(sessionToken: string): ReturnType<FrontDesk['admit']> {
    const identity = sessionToken.replace('token-of-', '');
    const name = this.#names.get(identity);
    return name === undefined ? null : { role: this.role, room: RoomName.parse('main'), identity, name };
  }

  whyOut(): DeviceEnd {
    return this.end;
  }

  mayEnterRoom(identity: string): boolean {
    return this.#names.has(identity);
  }

  arrived(identity: string, end: () => void): () => void {
    const present = this.#present.get(identity) ?? new Set();
    this.#present.set(identity, present.add(end));
    return () => present.delete(end);
  }

  localLiveKit(): { port: number } | null {
    return this.livekitPort === null ? null : { port: this.livekitPort };
  }

  remoteLiveKitUrl(): string | null {
    return this.remote;
  }

  /** Connections of this device. */
  connections(identity: string): number {
    return this.#present.get(identity)?.size ?? 0;
  }

  putOut(identity: string): void {
    this.#names.delete(identity);
    for (const end of this.#present.get(identity) ?? []) end();
  }
}
