/**
 * A share link of somebody else: asks with the host's name, then hands it to the browser.
 *
 * Path: links.ts -> here -> the system's browser, which shows the other host's join page.
 * Always: nothing is opened without a yes; one question at a time, so that links cannot pile them up. The app itself loads
 * no page from elsewhere: its guards against navigation and its policy stay whole. Source: FAULTS S8, Electron checklist 15.
 */
import type { DeepLink } from './deep-link.ts';
import type { ElectronSlice } from './electron-slice.ts';

const answers = ['Open in browser', 'Cancel'];
const [yes, no] = [0, 1];

export function createShareLinkOpener({
  dialog,
  shell,
}: Pick<ElectronSlice, 'dialog' | 'shell'>): (link: Extract<DeepLink, { type: 'join' }>) => Promise<void> {
  let asking = false;
  return async ({ url, host }) => {
    if (asking) return;
    asking = true;
    try {
      const { response } = await dialog.showMessageBox({
        type: 'question',
        message: `Join the talk at ${host} in your browser?`,
        detail: 'Go on only if you know who sent you this link. You can be heard there once you have joined.',
        buttons: answers,
        defaultId: no,
        cancelId: no,
        noLink: true,
      });
      if (response === yes) await shell.openExternal(url);
    } catch {
      dialog.showErrorBox('The link was not opened', `No browser could be started. Open this address in one: ${url}`);
    } finally {
      asking = false;
    }
  };
}
