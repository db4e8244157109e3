/**
 * What the registry of servers is made from.
 *
 * Path: create-tools.ts -> registry.ts.
 */
import type { Settings } from '../../contract/index.ts';
import type { EventHub } from '../bridge/event-hub.ts';
import type { Clock, GrantStore, Hasher, Logger, McpConnector, SecretStore, ServerMemories } from '../ports.ts';
import type { Catalogue } from './catalogue.ts';
import type { ToolGrants } from './tool-grants.ts';

/** What the registry needs of the settings service. */
export interface ServerSettings {
  current(): Settings;
  update(change: (settings: Settings) => Settings): Promise<Settings>;
  onChanged(listener: (settings: Settings) => void): () => void;
}

/** What the registry works with. */
export interface RegistryOptions {
  readonly settings: ServerSettings;
  readonly grants: GrantStore;
  readonly memories: ServerMemories;
  readonly toolGrants: ToolGrants;
  readonly catalogue: Catalogue;
  readonly connector: McpConnector;
  readonly secrets: SecretStore;
  readonly hasher: Hasher;
  readonly clock: Clock;
  readonly hub: EventHub;
  readonly logger: Logger;
  readonly random?: () => number;
  /** Instead of the limits of start-limit.ts. */
  readonly connectTimeoutMs?: number;
  /** Servers that may start at the same time. */
  readonly parallelStarts: number;
  /** Whether a person waits for the assistant just now: starts give way. */
  isTalkAwaited?(): boolean;
}
