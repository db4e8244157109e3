/**
 * From single keys to the hold of one shortcut, with the keyboard library's own keycodes.
 */
import { expect, it } from 'vitest';
import { Shortcut } from '../../../src/contract/index.ts';
import { stepHold, toWatchedKey } from '../../../src/main/global-key/key-hold.ts';
import type { Hold, Modifier } from '../../../src/main/global-key/key-hold.ts';
import { whyNoHold } from '../../../src/main/global-key/why-no-hold.ts';

/** As in uiohook-napi 1.5.5, which is not loaded here: it wants a keyboard. */
const keycodes = {
  Space: 57,
  Escape: 1,
  A: 30,
  F9: 67,
  ArrowUp: 57416,
  Ctrl: 29,
  CtrlRight: 3613,
  Shift: 42,
  Meta: 3675,
};
const watched = { keycode: 57, modifiers: ['control', 'shift'] as const };

/** Strokes such as `+Space` and `-Ctrl`, with what is held beside them; tells what the shell would hear. */
function type(...strokes: string[]): string[] {
  let hold: Hold = 'up';
  const down = new Set<Modifier>();
  const told: string[] = [];
  for (const stroke of strokes) {
    const name = stroke.slice(1) as keyof typeof keycodes;
    const modifier = ({ Ctrl: 'control', CtrlRight: 'control', Shift: 'shift', Meta: 'meta' } as const)[name as 'Ctrl'];
    if (modifier && stroke.startsWith('+')) down.add(modifier);
    const given = { down: stroke.startsWith('+'), keycode: keycodes[name], modifiers: [...down] };
    const step = stepHold(hold, given, watched, keycodes);
    if (modifier && stroke.startsWith('-')) down.delete(modifier);
    hold = step.hold;
    if (step.told) told.push(step.told);
  }
  return told;
}

it('[V4] a hold begins with all its keys and ends with the first that comes up', () => {
  expect(type('+Ctrl', '+Shift', '+Space', '+Space', '-Space', '-Shift', '-Ctrl')).toEqual(['pressed', 'released']);
  expect(type('+CtrlRight', '+Shift', '+Space', '-CtrlRight', '-Space')).toEqual(['pressed', 'released']);
});

it('other keys, fewer or more modifiers are nobody’s business', () => {
  expect(type('+Space', '-Space', '+Ctrl', '+Space', '-Space', '+Shift', '+A', '-A', '+Escape')).toEqual([]);
  expect(type('+Ctrl', '+Shift', '+Meta', '+Space', '-Space')).toEqual([]);
});

it('[V4] after Esc the key’s repetition begins nothing until it was let go', () => {
  expect(type('+Ctrl', '+Shift', '+Space', '+Escape', '+Space', '+Space', '-Space', '+Space')).toEqual([
    'pressed',
    'cancelled',
    'pressed',
  ]);
});

it('a shortcut is read as Electron writes it', () => {
  expect(toWatchedKey('CommandOrControl+Shift+Space', keycodes, 'linux')).toEqual(watched);
  expect(toWatchedKey('CommandOrControl+Up', keycodes, 'darwin')).toEqual({ keycode: 57416, modifiers: ['meta'] });
  expect(toWatchedKey('F9', keycodes, 'win32')).toEqual({ keycode: 67, modifiers: [] });
  expect(toWatchedKey('Control+F24', keycodes, 'win32')).toBeNull();
});

it('a shortcut that would type, that the system needs or that is none is refused with the reason', () => {
  for (const fine of ['Control+Shift+Space', 'F9', 'Alt+Shift+7', 'CommandOrControl+PageUp'])
    expect(Shortcut.parse(fine)).toBe(fine);
  for (const bad of [
    'A',
    'Space',
    'Control',
    'Control+',
    '+A',
    'Control+C',
    'Alt+F4',
    'Alt+Alt+K',
    'Hyper+K',
    'ctrl+k',
  ])
    expect([bad, Shortcut.safeParse(bad).success]).toEqual([bad, false]);
});

it('says where holding cannot work, and what to do', () => {
  const machine = { platform: 'linux', environment: { DISPLAY: ':0' }, isTrusted: true } as const;
  expect(whyNoHold(machine)).toBeNull();
  expect(whyNoHold({ ...machine, environment: { DISPLAY: ':0', WAYLAND_DISPLAY: 'wayland-0' } })).toContain(
    'parley talk toggle',
  );
  expect(whyNoHold({ ...machine, platform: 'darwin', isTrusted: false })).toContain('Accessibility');
  expect(whyNoHold({ ...machine, platform: 'win32', environment: {} })).toBeNull();
  expect(whyNoHold({ ...machine, environment: {} })).not.toBeNull();
});
