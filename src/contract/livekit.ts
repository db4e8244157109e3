/**
 * Trying a LiveKit across the bridge, before or after its address is saved.
 */
import { z } from 'zod';
import { WireError } from './errors.ts';
import type { MethodTable } from './table.ts';

/** How a try went: `detail` is a sentence either way, `cause` null when ok. */
export const LiveKitTest = z.object({
  ok: z.boolean(),
  tookMs: z.number(),
  detail: z.string(),
  cause: WireError.nullable(),
});
export type LiveKitTest = z.infer<typeof LiveKitTest>;

/** The owner's way to try a LiveKit. */
export const livekitMethods = {
  /**
   * Asks its room service with the stored key and secret, at most 5 s. Never throws for what the LiveKit does. `url` is what
   * stands in the form, saved or not; left out: the settings', else the environment's. An address given here is the owner's
   * word for this one call; one that only stands in the settings file must have been accepted before.
   */
  'livekit.test': {
    input: z.object({ url: z.string().max(2000).nullable().optional() }),
    output: LiveKitTest,
    roles: ['owner'],
  },
} as const satisfies MethodTable;
