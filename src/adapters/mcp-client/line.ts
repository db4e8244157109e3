/**
 * A transport of ours or the SDK's, with what the connection must know of it beyond messages.
 *
 * Path: connector.ts -> local-line.ts | remote-line.ts -> here -> connection.ts.
 */
import type { Transport } from '@modelcontextprotocol/client';
import type { WireError } from '../../contract/index.ts';

export interface Line {
  readonly transport: Transport;
  /** Null for a local program, else the address as it may be shown: without user, key and query. */
  readonly address: string | null;
  /** True where only the older era exists, so that nothing is probed. */
  readonly legacyOnly: boolean;
  readonly pid: () => number | null;
  /** How it ended by itself, null while it lives. */
  readonly exitCause: () => WireError | null;
  /** A session of the older era is open at the server. */
  readonly hasSession: () => boolean;
  /** Says goodbye before the transport is closed. */
  readonly leave: () => Promise<void>;
}
