/**
 * What the desktop app has of its own: the key that talks from anywhere, the bar, its start at login.
 *
 * Always: every field has a default, so that older settings load. The shortcut is written as Electron writes accelerators.
 */
import { z } from 'zod';
import type { MethodTable } from './table.ts';

const modifier = '(?:CommandOrControl|Command|Control|Alt|Shift|Super)';
const named = 'Space|Tab|Insert|Delete|Home|End|PageUp|PageDown|Up|Down|Left|Right';
const functionKey = 'F(?:[1-9]|1\\d|2[0-4])';
const pattern = new RegExp(`^(?:(?:${modifier}\\+)+(?:[A-Z0-9]|${named}|${functionKey})|${functionKey}|Insert)$`);

/** What the systems and every program use: held elsewhere for another end, they would only do harm. */
const reserved = new Set(
  ['A', 'C', 'N', 'Q', 'S', 'V', 'W', 'X', 'Z', 'Tab', 'Space']
    .flatMap((key) => ['CommandOrControl', 'Command', 'Control'].map((held) => `${held}+${key}`))
    .concat(['Alt+F4', 'Alt+Tab', 'Alt+Space', 'Control+Alt+Delete', 'Super+L', 'Super+Space', 'Super+Tab', 'F1']),
);

/** A key with at least one of Ctrl, Alt, Shift, Cmd or Super, or a function key alone: `Control+Shift+Space`, `F9`. */
export const Shortcut = z
  .string()
  .regex(pattern, 'A shortcut is a key with Control, Alt, Shift, Command or Super, such as Control+Shift+Space, or F9.')
  .refine(
    (shortcut) => new Set(shortcut.split('+')).size === shortcut.split('+').length,
    'A shortcut names each key once.',
  )
  .refine((shortcut) => !reserved.has(shortcut), 'The system or most programs use this shortcut; choose another one.');

/** The `desktop` block of the settings. */
export const DesktopSettings = z.strictObject({
  /** Held to talk from anywhere; null: none. */
  shortcut: Shortcut.nullable().default('Control+Shift+Space'),
  /** How long after key-up the microphone still listens, beside the 200 ms that every release has. */
  releaseDelayMs: z.number().int().min(0).max(2_000).default(0),
  startAtLogin: z.boolean().default(false),
  /** Whether the small bar is shown while the key is held. */
  bar: z.boolean().default(true),
});
export type DesktopSettings = z.infer<typeof DesktopSettings>;

/** What a shell tells the core of its machine. */
export const desktopMethods = {
  /** The machine was asleep: what connections are worth now is looked up at once. */
  'host.woke': { input: z.void(), output: z.void(), roles: ['owner'] },
  /** Why the global shortcut does not work as set, or null; shown where it is set (`shortcutNote` of the status). */
  'host.noteShortcut': {
    input: z.object({ words: z.string().max(500).nullable() }),
    output: z.void(),
    roles: ['owner'],
  },
} as const satisfies MethodTable;
