/**
 * What a page may be granted: the microphone, to our own page's main frame, and nothing else.
 *
 * Always: the request handler and the check handler decide alike; Electron's default would grant everything.
 * Source: REQUIREMENTS D3, FAULTS S6, Electron checklist 5.
 */
import type { SliceSession } from './electron-slice.ts';
import { isPageUrl } from './page-protocol.ts';

export function guardPermissions(session: SliceSession): void {
  session.setPermissionRequestHandler((_contents, permission, callback, details) => {
    const types = details.mediaTypes ?? [];
    const microphoneOnly = permission === 'media' && types.length > 0 && types.every((type) => type === 'audio');
    callback(microphoneOnly && details.isMainFrame && isPageUrl(details.requestingUrl));
  });
  session.setPermissionCheckHandler(
    (_contents, permission, origin, details) =>
      permission === 'media' && details.mediaType === 'audio' && details.isMainFrame && isPageUrl(origin),
  );
  session.setDevicePermissionHandler(() => false);
}
