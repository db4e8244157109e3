/**
 * `Ctrl+,` opens the settings where no menu holds the key: outside macOS our windows have none (application-menu.ts).
 */
import type { KeyInput, SliceContents } from './electron-slice.ts';

function isSettingsKey({ type, key, control, alt, meta, shift }: KeyInput): boolean {
  return type === 'keyDown' && key === ',' && control && !alt && !meta && !shift;
}

export function onSettingsKey(contents: SliceContents, platform: NodeJS.Platform, open: () => void): void {
  if (platform === 'darwin') return;
  contents.on('before-input-event', (event, input) => {
    if (!isSettingsKey(input)) return;
    event.preventDefault();
    if (!input.isAutoRepeat) open();
  });
}
