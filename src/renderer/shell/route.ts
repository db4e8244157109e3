/**
 * Places as addresses: everything after `#`, so that the same files work from a host, a custom protocol, and a folder.
 */

/** The parts of Settings, in the order in which they are listed; each has its own address. */
export const settingsSections = [
  'general',
  'assistant',
  'providers',
  'voice',
  'shortcuts',
  'approvals',
  'livekit',
  'data',
  'about',
] as const;
export type SettingsSection = (typeof settingsSections)[number];

export type Route =
  | { readonly place: 'talk' | 'share' }
  /** `item`: one thing of the section, for example a conversation. */
  | { readonly place: 'settings'; readonly section?: SettingsSection; readonly item?: string }
  | { readonly place: 'servers'; readonly server?: string; readonly adding?: boolean; readonly like?: string }
  | { readonly place: 'log'; readonly call?: string };

export type Place = Route['place'];
export const places: readonly Place[] = ['talk', 'servers', 'log', 'settings', 'share'];
/** What the desktop's settings window shows of them. */
export const settingsWindowPlaces: readonly Place[] = ['servers', 'settings'];

/** The place an address's hash names; Talk for anything unknown. */
export function parseRoute(hash: string): Route {
  const [place, kind, value] = hash.replace(/^#?\/?/, '').split('/');
  switch (place) {
    case 'servers':
      if (kind === 'add') return { place, adding: true, ...(value && { like: decode(value) }) };
      return kind === 'of' && value ? { place, server: decode(value) } : { place };
    case 'log':
      return kind === 'call' && value ? { place, call: decode(value) } : { place };
    case 'settings': {
      const section = settingsSections.find((known) => known === kind);
      if (!section) return { place };
      return value ? { place, section, item: decode(value) } : { place, section };
    }
    case 'share':
      return { place };
    default:
      return { place: 'talk' };
  }
}

export function hrefOf(route: Route): string {
  const base = `#/${route.place}`;
  if (route.place === 'servers' && route.adding)
    return route.like === undefined ? `${base}/add` : `${base}/add/${encodeURIComponent(route.like)}`;
  if (route.place === 'servers' && route.server !== undefined) return `${base}/of/${encodeURIComponent(route.server)}`;
  if (route.place === 'log' && route.call !== undefined) return `${base}/call/${encodeURIComponent(route.call)}`;
  if (route.place === 'settings' && route.section !== undefined)
    return `${base}/${route.section}${route.item === undefined ? '' : `/${encodeURIComponent(route.item)}`}`;
  return base;
}

export function goTo(route: Route): void {
  window.location.hash = hrefOf(route);
}

function decode(part: string): string {
  try {
    return decodeURIComponent(part);
  } catch {
    return part;
  }
}
