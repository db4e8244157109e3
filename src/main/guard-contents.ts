/**
 * What no page of ours ever does: go elsewhere, open windows, embed other pages. A link in what was said is shown by the
 * system's browser.
 *
 * Always: a page may load itself anew, which Electron asks about as about every navigation that a page begins: that is how it
 * takes on a new policy (renderer/voice/reload-for-policy.ts). Of the page's own `#` addresses Electron does not ask.
 * Source: FAULTS S4, S5, Electron checklist 11–14.
 */
import type { ElectronSlice, Navigation, SliceContents } from './electron-slice.ts';
import { isPageUrl } from './page-protocol.ts';
import { toWebAddress } from './web-address.ts';

/** For every contents Electron creates, whoever made it. */
export function guardContents(contents: SliceContents, { shell }: Pick<ElectronSlice, 'shell'>): void {
  contents.setWindowOpenHandler(({ url }) => {
    const address = toWebAddress(url);
    // Where no browser can be started, the link stays what it is: text that can be copied.
    if (address !== null) void shell.openExternal(address).catch(() => undefined);
    return { action: 'deny' };
  });
  const holdBack = (event: Navigation): void => {
    if (!isReload(event, contents.getURL())) event.preventDefault();
  };
  contents.on('will-navigate', holdBack);
  contents.on('will-frame-navigate', holdBack);
  contents.on('will-redirect', (event) => event.preventDefault());
  contents.on('will-attach-webview', (event) => event.preventDefault());
}

/** Whether the page of ours that is shown is what the page wants. */
function isReload({ isMainFrame, url }: Navigation, shown: string): boolean {
  return isMainFrame && isPageUrl(url) && withoutPlace(url) === withoutPlace(shown);
}

function withoutPlace(url: string): string {
  return url.split('#', 1)[0] ?? '';
}
