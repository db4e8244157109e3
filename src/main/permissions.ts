/**
 * What a page may be granted: the microphone, the choice of a speaker and the way to the talk's LiveKit on this machine or in
 * its network; to our own page's main frame, and nothing else. Where the page may connect to at all, its policy says.
 *
 * Always: the request handler and the check handler decide alike; Electron's default would grant everything.
 * Source: REQUIREMENTS D3, FAULTS S6, Electron checklist 5; https://wicg.github.io/local-network-access/
 */
import type { SliceSession } from './electron-slice.ts';
import { isPageUrl } from './page-protocol.ts';

/** Chromium asks for the network by two names of today and an older one that stands for both. */
const granted: ReadonlySet<string> = new Set([
  'speaker-selection',
  'local-network',
  'loopback-network',
  'local-network-access',
]);

/** What `mediaTypes` names has to be the microphone alone. */
function isGranted(permission: string, mediaTypes: readonly (string | undefined)[]): boolean {
  if (permission !== 'media') return granted.has(permission);
  return mediaTypes.length > 0 && mediaTypes.every((type) => type === 'audio');
}

export function guardPermissions(session: SliceSession): void {
  session.setPermissionRequestHandler((_contents, permission, callback, details) => {
    const isOurs = details.isMainFrame && isPageUrl(details.requestingUrl);
    callback(isOurs && isGranted(permission, details.mediaTypes ?? []));
  });
  session.setPermissionCheckHandler((_contents, permission, origin, details) => {
    const isOurs = details.isMainFrame && isPageUrl(origin);
    return isOurs && isGranted(permission, [details.mediaType]);
  });
  session.setDevicePermissionHandler(() => false);
}
