/**
 * Trying a provider across the bridge, before or after its settings are saved.
 */
import { z } from 'zod';
import { WireError } from './errors.ts';
import type { MethodTable } from './table.ts';

/** `realtime` is the first brain; the other three are the stages of the second one. */
export const ProviderStage = z.enum(['realtime', 'transcription', 'completion', 'speech']);
export type ProviderStage = z.infer<typeof ProviderStage>;

/**
 * What stands in the form, saved or not; what is left out is taken from the settings. `baseUrl` null is the stage's default
 * address. `secret` names a stored secret: a key never comes this way.
 */
export const ProviderDraft = z.strictObject({
  baseUrl: z.string().max(2000).nullable().optional(),
  model: z.string().max(200).optional(),
  voice: z.string().max(200).optional(),
  secret: z.string().max(64).nullable().optional(),
});
export type ProviderDraft = z.infer<typeof ProviderDraft>;

/** How a try went: `detail` is a sentence either way, `cause` null when ok. */
export const ProviderTest = z.object({
  ok: z.boolean(),
  tookMs: z.number(),
  detail: z.string(),
  cause: WireError.nullable(),
});
export type ProviderTest = z.infer<typeof ProviderTest>;

/** The owner's way to try a provider. */
export const providerMethods = {
  /**
   * One real call, at most 10 s: a Realtime session is opened and closed, a short recording is transcribed, one word is
   * asked for or spoken. Never throws for what the provider does. An address given here is the owner's word for this one
   * call; one that only stands in the settings file must have been accepted before.
   */
  'provider.test': {
    input: z.object({ stage: ProviderStage, draft: ProviderDraft.optional() }),
    output: ProviderTest,
    roles: ['owner'],
  },
} as const satisfies MethodTable;
