/**
 * The environment the key helper is started with: what the keyboard library needs to find the screen, and nothing else.
 *
 * Always: no `NODE_OPTIONS`, which the fuses keep from Electron but not from the bundled Node: who could set it would read
 * along what is typed. Source: FAULTS S7.
 */
const passed = [
  'DISPLAY',
  'HOME',
  'LANG',
  'LC_ALL',
  // In an AppImage some of X11's libraries are the image's own.
  'LD_LIBRARY_PATH',
  'SystemRoot',
  'TEMP',
  'TMP',
  'TMPDIR',
  'USERPROFILE',
  'XAUTHORITY',
  'XDG_RUNTIME_DIR',
  'XKB_CONFIG_ROOT',
];

export function helperEnvironment(own: Readonly<Record<string, string | undefined>>): Record<string, string> {
  return Object.fromEntries(passed.flatMap((name) => (own[name] === undefined ? [] : [[name, own[name]]])));
}
