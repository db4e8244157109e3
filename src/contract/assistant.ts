/**
 * Who the assistant is: its traits in the settings, and profiles that change some of them and choose their own servers.
 *
 * Path: settings -> core/talk/persona.ts puts assistant and profile together -> the agent.
 * Always: every trait has a default; what a profile leaves out is the assistant's own. Source: REQUIREMENTS V17.
 */
import { z } from 'zod';
import { ServerName } from './ids.ts';

/** Three steps of a feeling; `normal` is what was measured and chosen. */
export const Degree = z.enum(['low', 'normal', 'high']);
export type Degree = z.infer<typeof Degree>;

/** Name of a profile: 1–64 visible characters, no dots, so that it can be part of a dotted key. */
export const ProfileName = z
  .string()
  .regex(/^[^\p{C}\s.](?:[^\p{C}.]{0,62}[^\p{C}\s.])?$/u, 'A profile name has 1 to 64 visible characters and no dots.');

const traits = {
  name: z.string(),
  instructions: z.string(),
  /** Said aloud when the first person joins a talk; '': it waits to be spoken to. */
  greeting: z.string().max(500),
  /** A language tag such as `de` or `pt-BR`, or null: the language of whoever speaks. */
  language: z
    .string()
    .regex(/^[A-Za-z]{2,3}(-[A-Za-z0-9]{2,8})*$/, 'A language is a tag such as en, de or pt-BR.')
    .nullable(),
  /** Null: the voice set for the provider. */
  voice: z.string().min(1).max(100).nullable(),
  /** 0 sober to 2 wild; null: the model's own. Realtime models have none: there it changes nothing. */
  temperature: z.number().min(0).max(2).nullable(),
  /** How little speech stops the assistant: `high` at the first word, `low` only when somebody goes on speaking. */
  interruptionSensitivity: Degree,
  /** How long a pause may be before it counts as the end of a turn. */
  endOfTurnPatience: Degree,
};

/** The assistant of the settings. */
export const AssistantSettings = z.strictObject({
  name: traits.name.default('Parley'),
  instructions: traits.instructions.default(
    'You are Parley, a calm and quick voice assistant. Answer in one to three short spoken sentences. ' +
      'Use the tools you are given whenever they can answer; never invent what a tool would have said.',
  ),
  greeting: traits.greeting.default(''),
  language: traits.language.default(null),
  voice: traits.voice.default(null),
  temperature: traits.temperature.default(null),
  interruptionSensitivity: traits.interruptionSensitivity.default('normal'),
  endOfTurnPatience: traits.endOfTurnPatience.default('normal'),
});
export type AssistantSettings = z.infer<typeof AssistantSettings>;

/** A profile: the traits it changes, and the servers whose tools it may use (null: all). */
export const AssistantProfile = z
  .strictObject(traits)
  .partial()
  .extend({ servers: z.array(ServerName).max(1000).nullable().default(null) });
export type AssistantProfile = z.infer<typeof AssistantProfile>;

/** What the agent follows: assistant and profile in one. `instructions` hold name and language; `servers` null: all. */
export const Persona = z.object({
  instructions: z.string(),
  language: z.string().nullable(),
  voice: z.string().nullable(),
  temperature: z.number().nullable(),
  interruptionSensitivity: Degree,
  endOfTurnPatience: Degree,
  servers: z.array(z.string()).nullable(),
});
export type Persona = z.infer<typeof Persona>;
