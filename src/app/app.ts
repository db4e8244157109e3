/**
 * What a shell starts and talks to: the whole program behind one small interface.
 */
import type { Bridge, Caller } from '../contract/index.ts';
import type { ShareDoor } from '../core/ports/sharing.ts';
import type { Channel } from '../wire/channel.ts';

/** What a shell implements for sharing. */
export type { DoorPlan, FrontDesk, OpenDoor, ShareDoor } from '../core/ports/sharing.ts';

/** Paths of what is started as a process or a worker of its own. */
export interface Programs {
  /** The pinned Node (24). */
  readonly node: string;
  readonly agent: string;
  readonly keeper: string;
  readonly sqliteWorker: string;
  readonly validatorWorker: string;
  readonly demoProvider: string;
  /** Folder that holds node_modules; the MCP servers that come with Parley are found there. */
  readonly npmRoot: string;
}

export interface AppOptions {
  /** The profile's data folder; created with mode 0700 when absent. */
  readonly dataDir: string;
  readonly demo: boolean;
  readonly programs: Programs;
  readonly environment: Readonly<Record<string, string | undefined>>;
  readonly version: string;
  /** Opens the origin that shared links lead to; without one nothing can be shared. `serve` is `App.serve`. */
  readonly createShareDoor?: (serve: App['serve']) => ShareDoor;
}

export interface App {
  /** Serves one connection until its channel closes. Who the caller is was decided by the shell. */
  serve(channel: Channel, caller: Caller): void;
  /** The owner's client in the same process. */
  client(): Bridge;
  /** Resolves when LiveKit is healthy and an agent is warm. @throws {AppError} the first thing that prevents it. */
  ready(): Promise<{ readonly livekitUrl: string }>;
  /** Writes `run.json`, so that other programs find this one. */
  publish(run: { readonly url: string; readonly token: string }): Promise<void>;
  /** Ends everything that was started, then releases the profile. Idempotent. */
  close(): Promise<void>;
}
