/**
 * From single keys to the hold of one shortcut. Pure.
 *
 * Path: helper.ts (the keyboard) -> here -> what the shell is told.
 * Always: a hold begins with exactly its modifiers and ends with the first of its keys that comes up; after Esc it counts as
 * spent until then, so that the key's repetition begins nothing.
 */
import type { HelperReport } from './protocol.ts';

export type Modifier = 'control' | 'alt' | 'shift' | 'meta';

export interface WatchedKey {
  readonly keycode: number;
  readonly modifiers: readonly Modifier[];
}

export type Hold = 'up' | 'held' | 'spent';

export interface KeyStroke {
  readonly down: boolean;
  readonly keycode: number;
  /** What is held beside it. */
  readonly modifiers: readonly Modifier[];
}

/** Keycodes by the names of the keyboard library. */
export type Keycodes = Readonly<Record<string | number, number>>;

/** What a shortcut's words mean in keycodes, or null where the keyboard library has no such key. */
export function toWatchedKey(shortcut: string, keycodes: Keycodes, platform: NodeJS.Platform): WatchedKey | null {
  const words = shortcut.split('+');
  const key = words.at(-1) ?? '';
  const keycode = keycodes[key] ?? keycodes[`Arrow${key}`];
  if (keycode === undefined) return null;
  return { keycode, modifiers: words.slice(0, -1).map((word) => toModifier(word, platform)) };
}

function toModifier(word: string, platform: NodeJS.Platform): Modifier {
  switch (word) {
    case 'CommandOrControl':
      return platform === 'darwin' ? 'meta' : 'control';
    case 'Control':
      return 'control';
    case 'Alt':
      return 'alt';
    case 'Shift':
      return 'shift';
    default:
      return 'meta';
  }
}

/** Which modifier a key is, or null. */
function modifierOf(keycode: number, keycodes: Keycodes): Modifier | null {
  const names: Readonly<Record<Modifier, string>> = { control: 'Ctrl', alt: 'Alt', shift: 'Shift', meta: 'Meta' };
  for (const modifier of ['control', 'alt', 'shift', 'meta'] as const) {
    const name = names[modifier];
    if (keycode === keycodes[name] || keycode === keycodes[`${name}Right`]) return modifier;
  }
  return null;
}

export interface HoldStep {
  readonly hold: Hold;
  readonly told: HelperReport['type'] | null;
}

export function stepHold(hold: Hold, stroke: KeyStroke, watched: WatchedKey, keycodes: Keycodes): HoldStep {
  if (stroke.down) {
    if (hold === 'held' && stroke.keycode === keycodes['Escape']) return { hold: 'spent', told: 'cancelled' };
    const begins = hold === 'up' && stroke.keycode === watched.keycode && isSame(stroke.modifiers, watched.modifiers);
    return begins ? { hold: 'held', told: 'pressed' } : { hold, told: null };
  }
  const modifier = modifierOf(stroke.keycode, keycodes);
  const isOfIt = stroke.keycode === watched.keycode || (modifier !== null && watched.modifiers.includes(modifier));
  if (hold === 'up' || !isOfIt) return { hold, told: null };
  return { hold: 'up', told: hold === 'held' ? 'released' : null };
}

function isSame(one: readonly Modifier[], other: readonly Modifier[]): boolean {
  return one.length === other.length && one.every((modifier) => other.includes(modifier));
}
