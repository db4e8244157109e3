/**
 * One look at the whole: what `parley status` prints and the windows' header shows.
 */
import { z } from 'zod';
import { WireError } from './errors.ts';
import { RoomName } from './ids.ts';
import { ServerView } from './mcp.ts';
import { AgentState, Brain } from './talk.ts';
import type { EventTable, MethodTable } from './table.ts';

/** What the LiveKit that talks run in is doing. */
export const LiveKitState = z.enum(['stopped', 'starting', 'ready', 'failed']);
export type LiveKitState = z.infer<typeof LiveKitState>;

/** The whole app at one moment; `room` and `agent` are those of the default room. */
export const AppStatus = z.object({
  room: RoomName,
  agent: z.object({ state: AgentState, pid: z.number().nullable() }),
  /** `configured`: a key is at hand; where it comes from is `source`. */
  provider: z.object({
    brain: Brain.nullable(),
    simulated: z.boolean(),
    configured: z.boolean(),
    source: z.enum(['keychain', 'memory', 'environment', 'demo']).nullable(),
  }),
  livekit: z.object({
    state: LiveKitState,
    url: z.string().nullable(),
    pid: z.number().nullable(),
    cause: WireError.nullable(),
  }),
  mcp: z.array(ServerView),
  demo: z.object({ sampleFolder: z.string() }).nullable(),
  /** What is wrong with this profile: a settings file that was set aside, a damaged database, no keychain. */
  problems: z.array(WireError),
  /** Why the key that talks from anywhere does not work as set, in the desktop app's words; null: it does, or there is none. */
  shortcutNote: z.string().nullable(),
  version: z.string(),
  /** The profile's folder on the host's machine: settings, conversations, log. */
  dataDir: z.string(),
});
export type AppStatus = z.infer<typeof AppStatus>;

/** A part of the machine that was looked at; `advice` says what to do when it is not ok. */
export const DoctorCheck = z.object({
  name: z.string(),
  ok: z.boolean(),
  found: z.string(),
  advice: z.string().nullable(),
});
export type DoctorCheck = z.infer<typeof DoctorCheck>;

/** One look at the app and at its machine, and the switch of the demo. */
export const statusMethods = {
  'status.get': { input: z.void(), output: AppStatus, roles: ['owner'] },
  'doctor.run': { input: z.void(), output: z.array(DoctorCheck), roles: ['owner'] },
  /** Turns the demo on in a running app ("Try it without a key") or off. */
  'demo.set': { input: z.object({ enabled: z.boolean() }), output: AppStatus, roles: ['owner'] },
} as const satisfies MethodTable;

/** The status, whole, whenever something in it changed. */
export const statusEvents = {
  'status.changed': { state: AppStatus, payload: AppStatus, roles: ['owner'], scope: 'global' },
} as const satisfies EventTable;
