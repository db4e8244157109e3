/**
 * Settings and secrets across the bridge. Secrets go in and never come out.
 */
import { z } from 'zod';
import { livekitAddressMistake, providerAddressMistake } from './address.ts';
import { AssistantProfile, AssistantSettings, ProfileName } from './assistant.ts';
import { DesktopSettings } from './desktop.ts';
import { ServerEntry } from './mcp.ts';
import { TalkMode } from './talk.ts';
import type { EventTable, MethodTable } from './table.ts';

/** Which kind of model its owner wants to answer. */
export const BrainSetting = z.enum(['auto', 'realtime', 'pipeline']);
/** From which level on a record is written. */
export const LogLevel = z.enum(['debug', 'info', 'warn', 'error']);
export type LogLevel = z.infer<typeof LogLevel>;

/** A text in which `mistakeIn` finds none; what it finds is the sentence of the refusal. */
const address = (mistakeIn: (text: string) => string | null) =>
  z
    .string()
    .trim()
    .refine((text) => mistakeIn(text) === null, { error: ({ input }) => mistakeIn(String(input)) ?? '' });

/**
 * One stage of the second brain. `baseUrl` null: the provider's, with its key unless another is named. An address of its
 * own gets only the key that `secret` names, so that no key reaches a service it was not meant for.
 */
const stage = (model: string) =>
  z.strictObject({
    baseUrl: address(providerAddressMistake).nullable().default(null),
    model: z.string().default(model),
    secret: z.string().nullable().default(null),
  });

/** `settings.json`. Every field has a default, so an empty file is valid; unknown top-level keys are refused with their name. */
export const Settings = z.strictObject({
  mcpServers: z.record(z.string(), ServerEntry).default({}),
  talk: z
    .strictObject({
      brain: BrainSetting.default('auto'),
      mode: TalkMode.default('hands-free'),
      /** Which of `profiles` the assistant follows, from the next turn on; null (and a name that is not there): none. */
      profile: ProfileName.nullable().default(null),
    })
    .prefault({}),
  provider: z
    .strictObject({
      /** Base URL of an OpenAI-compatible API, with its version path; null: OPENAI_BASE_URL, else OpenAI's own. */
      baseUrl: address(providerAddressMistake).nullable().default(null),
      model: z.string().default('gpt-realtime'),
      voice: z.string().default('marin'),
      /** Name of the secret that holds the key. */
      secret: z.string().default('openai'),
    })
    .prefault({}),
  /** The second brain: speech to text, text to text, text to speech, each on any OpenAI-compatible endpoint. */
  pipeline: z
    .strictObject({
      transcription: stage('gpt-4o-mini-transcribe').prefault({}),
      completion: stage('gpt-4.1-mini').prefault({}),
      speech: stage('gpt-4o-mini-tts')
        .extend({
          voice: z.string().default('marin'),
          /** What the stage is asked for: raw samples, or `wav` where it has none. Either is 16-bit mono. */
          format: z.enum(['pcm', 'wav']).default('pcm'),
        })
        .prefault({}),
    })
    .prefault({}),
  assistant: AssistantSettings.prefault({}),
  profiles: z.record(ProfileName, AssistantProfile).default({}),
  history: z
    .strictObject({
      /**
       * Whether conversations are stored on this computer. On: a room whose last turn is less than 30 minutes old goes on
       * knowing what was said after a restart. Off: nothing is stored; what is stored already stays until it is deleted.
       */
      keep: z.boolean().default(true),
    })
    .prefault({}),
  livekit: z
    .strictObject({
      /**
       * Another LiveKit instead of the local one; its key and secret are the secrets `livekit-key` and `livekit-secret`. A change
       * counts at once, in a talk when nobody speaks; until what it names can be used, talks stay where they are.
       */
      url: address(livekitAddressMistake).nullable().default(null),
      /**
       * Where talks run. `auto`: in the LiveKit chosen by `url` or the environment; while it cannot be reached, the local server
       * stands in, talks move to it, and back again when the chosen one is well and nobody speaks. `chosen`: only there; that it
       * cannot be reached is said and tried again. `local`: only on this computer.
       */
      mode: z.enum(['auto', 'chosen', 'local']).default('auto'),
    })
    .prefault({}),
  share: z
    .strictObject({
      /** Port of the shared origin, so that a link and a firewall's rule stay good; 0: any free one. */
      port: z.number().int().min(0).max(65_535).default(7443),
      /** The name or address in links; null: the certificate's, else this computer's address in its network. */
      host: z.string().min(1).max(253).nullable().default(null),
      /** The user's own certificate (with its chain) and key, PEM files. */
      certificate: z
        .strictObject({ certFile: z.string().min(1), keyFile: z.string().min(1) })
        .nullable()
        .default(null),
      /** Whether Tailscale's certificate is used where Tailscale is. */
      tailscale: z.boolean().default(true),
      /** An https address of the user's (tunnel, proxy) that passes on to `http://127.0.0.1:PORT`. */
      publicUrl: z
        .url({ protocol: /^https$/ })
        .nullable()
        .default(null),
    })
    .prefault({}),
  desktop: DesktopSettings.prefault({}),
  log: z.strictObject({ level: LogLevel.default('info') }).prefault({}),
});
export type Settings = z.infer<typeof Settings>;

/** A dotted path into Settings, for example `talk.mode`. */
export const SettingsKey = z.string().min(1).max(200);

/** Name of a secret: the account in the keychain. */
export const SecretName = z
  .string()
  .regex(/^[A-Za-z0-9._-]{1,64}$/, 'A secret name has 1 to 64 letters, digits, dots, dashes or underscores.');

/** A stored secret: its name and where it is, never its value. */
export const SecretView = z.object({ name: SecretName, storage: z.enum(['keychain', 'memory']) });
export type SecretView = z.infer<typeof SecretView>;

/** The owner's settings and secrets. A secret's value goes in and never out. */
export const settingsMethods = {
  'settings.get': { input: z.object({ key: SettingsKey.optional() }), output: z.unknown(), roles: ['owner'] },
  'settings.set': { input: z.object({ key: SettingsKey, value: z.unknown() }), output: z.unknown(), roles: ['owner'] },
  'secrets.list': {
    input: z.void(),
    output: z.object({ secrets: z.array(SecretView), warning: z.string().nullable() }),
    roles: ['owner'],
  },
  /** Returns where it was stored; `memory` when no keychain answers (it is gone when the app ends). */
  'secrets.set': {
    input: z.object({ name: SecretName, value: z.string().min(1).max(64_000) }),
    output: SecretView,
    roles: ['owner'],
  },
  'secrets.delete': { input: z.object({ name: SecretName }), output: z.void(), roles: ['owner'] },
} as const satisfies MethodTable;

/** The settings in force, whole, at each change, whoever made it. */
export const settingsEvents = {
  'settings.changed': { state: Settings, payload: Settings, roles: ['owner'], scope: 'global' },
} as const satisfies EventTable;
