/**
 * Configurations of other programs across the bridge: what is found in one, what is kept secret of it, what is added.
 *
 * Always: a preview holds references in place of keys, never a key; an approval written in a configuration is not taken over.
 */
import { z } from 'zod';
import { ServerName } from './ids.ts';
import { ServerApproval, ServerEntry, ServerView, TestId, TestReport } from './mcp.ts';
import { SecretName } from './settings.ts';
import type { MethodTable } from './table.ts';

/** Programs whose configuration is found by itself. */
export const ClientName = z.enum([
  'claude-desktop',
  'claude-code',
  'cursor',
  'windsurf',
  'vscode',
  'cline',
  'gemini-cli',
  'lm-studio',
]);
export type ClientName = z.infer<typeof ClientName>;

/**
 * A configuration as text (`name`: what a single bare entry is called), the one another program keeps on this computer, or
 * one entry as its owner typed it, in which `${…}` other than a secret's stays as it is.
 */
export const ImportSource = z.union([
  z.strictObject({ text: z.string().max(2_000_000), name: z.string().max(200).optional() }),
  z.strictObject({ from: ClientName }),
  z.strictObject({ name: z.string().max(200), entry: ServerEntry }),
]);
export type ImportSource = z.infer<typeof ImportSource>;

/** A value that goes to the keychain; `field` says where it stood, for example `env.API_KEY`. */
export const KeptSecret = z.object({ secret: SecretName, field: z.string() });
export type KeptSecret = z.infer<typeof KeptSecret>;

/** A value that the configuration leaves to be given, in its own words. */
export const AskedSecret = z.object({ secret: SecretName, description: z.string() });
export type AskedSecret = z.infer<typeof AskedSecret>;

/** One server that can be added, as it would stand in the settings. `taken`: a server of this name exists. */
export const ImportableServer = z.object({
  name: ServerName,
  entry: ServerEntry,
  kept: z.array(KeptSecret),
  asked: z.array(AskedSecret),
  warnings: z.array(z.string()),
  taken: z.boolean(),
});
export type ImportableServer = z.infer<typeof ImportableServer>;

/** One server that cannot be added, why, and where that stands in the text (counted from 1). */
export const RefusedServer = z.object({
  name: z.string(),
  reason: z.string(),
  line: z.number().int(),
  column: z.number().int(),
});
export type RefusedServer = z.infer<typeof RefusedServer>;

/** What a configuration holds. `file`: where it was read, or null for a text. */
export const ImportPreview = z.object({
  servers: z.array(ImportableServer),
  refused: z.array(RefusedServer),
  file: z.string().nullable(),
});
export type ImportPreview = z.infer<typeof ImportPreview>;

/** Looking at a configuration and adding from it. Adding approves what was shown. */
export const importMethods = {
  /** The programs whose configuration is on this computer. */
  'mcp.clients': {
    input: z.void(),
    output: z.array(z.object({ client: ClientName, file: z.string() })),
    roles: ['owner'],
  },
  /** Nothing is added. Fails with `import/bad-json` (line and column in `data`) or `import/nothing-found`. */
  'mcp.previewImport': { input: ImportSource, output: ImportPreview, roles: ['owner'] },
  /**
   * Adds `servers`, each as it was shown: `import/changed` if it reads differently now. Their keys go to the keychain first;
   * `values` holds those that were asked for, by secret.
   */
  'mcp.import': {
    input: z.object({
      source: ImportSource,
      servers: z.array(z.object({ name: ServerName, entry: ServerEntry })).min(1),
      approval: ServerApproval.optional(),
      replace: z.boolean().optional(),
      values: z.record(SecretName, z.string().min(1).max(64_000)).optional(),
    }),
    output: z.array(ServerView),
    roles: ['owner'],
  },
  /** A real connection test of one server of a configuration, before anything of it is kept; steps as in `mcp.test`. */
  'mcp.testImport': {
    input: z.object({ source: ImportSource, name: ServerName, testId: TestId.optional() }),
    output: TestReport,
    roles: ['owner'],
  },
  /** Saves a changed entry, which approves it; `seen` is the entry that was changed. Plain keys in it go to the keychain. */
  'mcp.edit': {
    input: z.object({ name: ServerName, entry: ServerEntry, seen: ServerEntry }),
    output: ServerView,
    roles: ['owner'],
  },
  /** Every server in the shape other programs read, with references in place of keys; `secrets` names what they stand for. */
  'mcp.export': {
    input: z.void(),
    output: z.object({ mcpServers: z.record(z.string(), ServerEntry), secrets: z.array(SecretName) }),
    roles: ['owner'],
  },
} as const satisfies MethodTable;
