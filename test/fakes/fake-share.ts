/**
 * An origin that opens at once, links kept in memory, certificates by script.
 */
import { AppError } from '../../src/contract/index.ts';
import type { RoomName } from '../../src/contract/index.ts';
import type {
  DoorPlan,
  FrontDesk,
  InviteRecord,
  InviteStore,
  Network,
  OpenDoor,
  OriginCertificate,
  OriginCertificates,
  ShareDoor,
} from '../../src/core/ports/sharing.ts';

export class FakeShareDoor implements ShareDoor {
  /** Plans it was opened with. */
  readonly plans: DoorPlan[] = [];
  isOpen = false;
  failure: AppError | null = null;
  desk: FrontDesk | null = null;

  async open(plan: DoorPlan, desk: FrontDesk): Promise<OpenDoor> {
    if (this.failure) throw this.failure;
    this.plans.push(plan);
    this.desk = desk;
    this.isOpen = true;
    const close = async (): Promise<void> => {
      this.isOpen = false;
    };
    return { origin: plan.publicOrigin ?? `https://${plan.host}:${plan.port}`, close };
  }
}

export class FakeInviteStore implements InviteStore {
  readonly kept = new Map<string, InviteRecord>();
  readonly locked = new Set<RoomName>();
  /** What happens while one is being kept. */
  onSave: () => void = () => undefined;

  async loadInvites(): Promise<InviteRecord[]> {
    return [...this.kept.values()];
  }

  async saveInvite(invite: InviteRecord): Promise<void> {
    this.kept.set(invite.codeHash, invite);
    this.onSave();
  }

  async loadLocked(): Promise<RoomName[]> {
    return [...this.locked];
  }

  async saveLocked(room: RoomName, isLocked: boolean): Promise<void> {
    if (isLocked) this.locked.add(room);
    else this.locked.delete(room);
  }

  async forgetInvite(codeHash: string): Promise<void> {
    this.kept.delete(codeHash);
  }
}

export class FakeNetwork implements Network {
  own: readonly string[] = ['192.168.1.20'];
  readonly names = new Map<string, readonly string[]>();

  async addresses(): Promise<readonly string[]> {
    return this.own;
  }

  async resolve(name: string): Promise<readonly string[]> {
    return this.names.get(name) ?? [];
  }
}

export const aCertificate = (...names: string[]): OriginCertificate => ({ certificate: 'cert', key: 'key', names });

export class FakeOriginCertificates implements OriginCertificates {
  files: OriginCertificate | AppError = aCertificate();
  /** Or its program hangs, until nobody waits for it any more. */
  tailscale: OriginCertificate | AppError | 'hangs' | null = null;

  fromFiles(): Promise<OriginCertificate> {
    return settled(this.files);
  }

  async fromTailscale(signal: AbortSignal): Promise<OriginCertificate | null> {
    if (this.tailscale !== 'hangs') return settled(this.tailscale);
    if (signal.aborted) throw signal.reason;
    return new Promise((_resolve, reject) => signal.addEventListener('abort', () => reject(signal.reason as Error)));
  }

  /** Whether `selfSigned` waits for `goOn`. */
  waits = false;
  goOn: () => void = () => {};

  async selfSigned(addresses: readonly string[]): Promise<OriginCertificate> {
    if (this.waits) await new Promise<void>((resolve) => (this.goOn = resolve));
    return aCertificate(...addresses);
  }
}

async function settled<Value>(value: Value | AppError): Promise<Value> {
  if (value instanceof AppError) throw value;
  return value;
}
