/**
 * What no page of ours ever does: go elsewhere, open windows, embed other pages.
 *
 * Source: FAULTS S4, Electron checklist 11–14. Reloading and the page's own `#` addresses are no navigation in this sense.
 */
import type { SliceContents } from './electron-slice.ts';

/** For every contents Electron creates, whoever made it. */
export function guardContents(contents: SliceContents): void {
  contents.setWindowOpenHandler(() => ({ action: 'deny' }));
  contents.on('will-navigate', (event) => event.preventDefault());
  contents.on('will-frame-navigate', (event) => event.preventDefault());
  contents.on('will-redirect', (event) => event.preventDefault());
  contents.on('will-attach-webview', (event) => event.preventDefault());
}
