/**
 * What sharing needs of the outside: links that are kept, certificates, this computer's networks, the origin itself.
 *
 * Always: as in core/ports.ts, of which this is a part.
 */
import type { Caller, DeviceEnd, JoinedDevice, JoinRequest, RoomName, ShareRole } from '../../contract/index.ts';

/** A device that came by a link, as it is kept. The token itself is not. */
export interface DeviceRecord {
  readonly identity: string;
  readonly name: string;
  readonly tokenHash: string;
  readonly joinedAtMs: number;
}

/** Who was put out, and until when a token of theirs may still be good. */
export interface PutOutRecord {
  readonly identity: string;
  readonly untilMs: number;
}

/** A link as it is kept: the hash of its code, never the code. */
export interface InviteRecord {
  readonly codeHash: string;
  readonly room: RoomName;
  readonly role: ShareRole;
  /** Null: as often as wanted until it expires. */
  readonly uses: number | null;
  readonly used: number;
  readonly createdAtMs: number;
  readonly expiresAtMs: number;
  readonly withdrawnAtMs: number | null;
  /** Hash of the access code that is asked besides; left out where none is. */
  readonly accessHash?: string;
  /** Access codes that were not right so far. */
  readonly wrongCodes?: number;
  readonly devices: readonly DeviceRecord[];
  /** Token hashes of devices whose place was given up because they were away, the newest last; left out where there is none. */
  readonly away?: readonly string[];
  /** Came by it and are kept out. */
  readonly putOut: readonly PutOutRecord[];
}

/** Links and locks across restarts of the host. FULL durability. */
export interface InviteStore {
  loadInvites(): Promise<InviteRecord[]>;
  saveInvite(invite: InviteRecord): Promise<void>;
  forgetInvite(codeHash: string): Promise<void>;
  /** Rooms that nobody new may join by a link. */
  loadLocked(): Promise<RoomName[]>;
  saveLocked(room: RoomName, isLocked: boolean): Promise<void>;
}

/** A certificate with its key, both PEM, and the names it is good for. */
export interface OriginCertificate {
  readonly certificate: string;
  readonly key: string;
  /** DNS names and addresses; a name may begin with `*.`. */
  readonly names: readonly string[];
}

/** Where the shared origin's certificate may come from. */
export interface OriginCertificates {
  /** The user's files. @throws {AppError} share/certificate: unreadable, expired, or a key that is not the certificate's */
  fromFiles(files: { readonly certFile: string; readonly keyFile: string }): Promise<OriginCertificate>;
  /**
   * Tailscale's, or null where its program is not there or not signed in. Its program may hang: `signal` ends it at once.
   * @throws {AppError} share/certificate when it is there, and gives none
   */
  fromTailscale(signal: AbortSignal): Promise<OriginCertificate | null>;
  /** Kept in the data folder, made anew when it is about to expire or lacks one of `addresses`. */
  selfSigned(addresses: readonly string[]): Promise<OriginCertificate>;
}

/** This computer in its networks. */
export interface Network {
  /** Addresses that other computers may reach, the most likely one first; none without a network. */
  addresses(): Promise<readonly string[]>;
  /** What a name means here; empty when nothing. */
  resolve(name: string): Promise<readonly string[]>;
}

/** How the origin is opened. */
export interface DoorPlan {
  /** Addresses of this computer to listen on. */
  readonly addresses: readonly string[];
  /** 0: any free one. */
  readonly port: number;
  /** Null: plain HTTP, for a tunnel or proxy on this computer that ends TLS. */
  readonly certificate: OriginCertificate | null;
  /** The host in links; null with `publicUrl`. */
  readonly host: string;
  /** The whole origin as visitors see it, where TLS ends elsewhere. */
  readonly publicOrigin: string | null;
}

/** What the origin asks of sharing. */
export interface FrontDesk {
  /** @throws {AppError} share/… with a sentence for whoever opened the link */
  join(request: JoinRequest, address: string): Promise<JoinedDevice>;
  /** Who holds this session token, or null. */
  admit(sessionToken: string): (Omit<Caller, 'connectionId' | 'device'> & { readonly name: string }) | null;
  /** Why this session token, which nobody holds any more, is good for nothing. */
  whyOut(sessionToken: string): DeviceEnd;
  /** Whether this LiveKit identity is a device that may be in its room. */
  mayEnterRoom(identity: string): boolean;
  /** A connection of this device; `end` is called when the device is put out. Returns the function that tells the connection's own end. */
  arrived(identity: string, end: () => void): () => void;
  /** The LiveKit of this computer that signalling is passed on to, or null when another one is in use. */
  localLiveKit(): { readonly port: number } | null;
  /** Another LiveKit, which the page must be let talk to. */
  remoteLiveKitUrl(): string | null;
}

/** The HTTPS origin that devices come to. */
export interface ShareDoor {
  /** @throws {AppError} share/port-taken | share/no-network */
  open(plan: DoorPlan, desk: FrontDesk): Promise<OpenDoor>;
}

/** An origin that listens. */
export interface OpenDoor {
  readonly origin: string;
  /** Ends every connection. */
  close(): Promise<void>;
}
