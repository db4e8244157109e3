/**
 * The menu: macOS needs one for copy and paste and has the settings in it; elsewhere our windows have none.
 */
import type { MenuItem } from './electron-slice.ts';

/** Null: none. */
export function applicationMenu(platform: NodeJS.Platform, openSettings: () => void): MenuItem[] | null {
  if (platform !== 'darwin') return null;
  const ofApp: MenuItem[] = [
    { role: 'about' },
    { type: 'separator' },
    { label: 'Settings…', accelerator: 'Command+,', click: openSettings },
    { type: 'separator' },
    { role: 'services' },
    { type: 'separator' },
    { role: 'hide' },
    { role: 'hideOthers' },
    { role: 'unhide' },
    { type: 'separator' },
    { role: 'quit' },
  ];
  return [{ label: 'Parley', submenu: ofApp }, { role: 'editMenu' }, { role: 'windowMenu' }];
}
