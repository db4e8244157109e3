/**
 * What a device keeps of its visit in this tab, so that a reload stays in. It ends with the tab.
 *
 * Always: once there is a session the code is gone from the address bar, where it could be read or shared by mistake.
 */
import { JoinedDevice } from '../../contract/index.ts';
import type { VisitOptions } from './visit.ts';

const storedAs = 'parley.device';
const codeInHash = /^#([\w-]{1,200})$/;

/** Whether this page is what a link opens. */
export function isJoinPage({ pathname }: Location): boolean {
  return pathname === '/join';
}

/** The code that the address brought, or null. */
export function codeOf({ hash }: Location): string | null {
  return codeInHash.exec(hash)?.[1] ?? null;
}

export function createKeptSession(page: Window): VisitOptions['session'] {
  return {
    read: () => parse(orNull(() => page.sessionStorage.getItem(storedAs))),
    keep(session) {
      orNull(() => page.sessionStorage.setItem(storedAs, JSON.stringify(session)));
      page.history.replaceState(null, '', page.location.pathname);
    },
    forget: () => void orNull(() => page.sessionStorage.removeItem(storedAs)),
  };
}

function parse(text: string | null): JoinedDevice | null {
  return orNull(() => JoinedDevice.parse(JSON.parse(text ?? '')));
}

/** A browser may forbid a page to keep anything; then the session lasts as long as the page. */
function orNull<T>(ask: () => T): T | null {
  try {
    return ask();
  } catch {
    return null;
  }
}
