/**
 * What no page of ours ever does: go elsewhere, open windows, embed other pages. A link in what was said is shown by the
 * system's browser.
 *
 * Source: FAULTS S4, S5, Electron checklist 11–14. Reloading and the page's own `#` addresses are no navigation in this sense.
 */
import type { ElectronSlice, SliceContents } from './electron-slice.ts';
import { toWebAddress } from './web-address.ts';

/** For every contents Electron creates, whoever made it. */
export function guardContents(contents: SliceContents, { shell }: Pick<ElectronSlice, 'shell'>): void {
  contents.setWindowOpenHandler(({ url }) => {
    const address = toWebAddress(url);
    // Where no browser can be started, the link stays what it is: text that can be copied.
    if (address !== null) void shell.openExternal(address).catch(() => undefined);
    return { action: 'deny' };
  });
  contents.on('will-navigate', (event) => event.preventDefault());
  contents.on('will-frame-navigate', (event) => event.preventDefault());
  contents.on('will-redirect', (event) => event.preventDefault());
  contents.on('will-attach-webview', (event) => event.preventDefault());
}
