/**
 * What counts as the address of a provider or of a LiveKit, and what to write where a text is none. Pure.
 *
 * Path: settings.ts (what is stored), core/talk and core/rooms (what is tried, and what the environment names) -> here.
 * Always: a whole address with a scheme and a host; never with a user name or a password, which are quoted nowhere.
 */

interface Kind {
  /** The schemes there are, without `://`. */
  readonly schemes: readonly string[];
  /** What an address without a scheme should begin with, on the open network and close by. */
  readonly secure: string;
  readonly plain: string;
  /** Follows the text that is none. */
  readonly demand: string;
}

const provider: Kind = {
  schemes: ['https', 'http'],
  secure: 'https://',
  plain: 'http://',
  demand: 'is not the address of a provider. It begins with https:// or http://, as in https://api.openai.com/v1.',
};

const livekit: Kind = {
  schemes: ['wss', 'ws', 'https', 'http'],
  secure: 'wss://',
  plain: 'ws://',
  demand:
    'is not the address of a LiveKit. It begins with wss:// (or ws:// in your own network), as in wss://your-project.livekit.cloud.',
};

/** Why the text is no base URL of a provider, as a sentence that says what to write; null where it is one. */
export const providerAddressMistake = (text: string): string | null => mistakeIn(text.trim(), provider);

/** Why the text is no address of a LiveKit, as a sentence that says what to write; null where it is one. */
export const livekitAddressMistake = (text: string): string | null => mistakeIn(text.trim(), livekit);

function mistakeIn(text: string, kind: Kind): string | null {
  const scheme = /^([a-z][a-z0-9+.-]*):\/\//i.exec(text)?.[1]?.toLowerCase();
  const isWhole = scheme !== undefined && kind.schemes.includes(scheme);
  const url = parse(isWhole ? text : `https://${text}`);
  if (url && (url.username !== '' || url.password !== '')) return holdsUser;
  if (isWhole) return url ? null : `${quoted(text)} ${kind.demand}`;
  if (scheme !== undefined || !url || !isNamedFully(text, url)) return `${quoted(text)} ${kind.demand}`;
  const start = isCloseBy(url.hostname) ? kind.plain : kind.secure;
  return `${quoted(text)} is not a whole address. Begin it with ${start}, as in ${start}${shortened(text)}.`;
}

/** Null for what has no host, or holds spaces and the like, which would be dropped unsaid. */
function parse(text: string): URL | null {
  if (/\s/.test(text) || !URL.canParse(text)) return null;
  const url = new URL(text);
  return url.hostname === '' ? null : url;
}

/** Whether a text without a scheme is a host all the same, not just any word. */
const isNamedFully = (text: string, { hostname }: URL): boolean =>
  hostname === 'localhost' || hostname.includes('.') || hostname.startsWith('[') || /^[^/]+:\d+(?:\/|$)/.test(text);

/** Addresses of this computer and of networks at home. */
const privateAddress = /^(?:127|10|192\.168|169\.254|172\.(?:1[6-9]|2\d|3[01]))\.[\d.]+$/;

const isCloseBy = (hostname: string): boolean =>
  !hostname.includes('.') || privateAddress.test(hostname) || /\.(?:local|localhost|lan|internal)$/.test(hostname);

const shortened = (text: string): string => (text.length > 100 ? `${text.slice(0, 99)}…` : text);

/** What stands before an @ may be a password. */
const quoted = (text: string): string => (text.includes('@') ? 'This' : `"${shortened(text)}"`);

const holdsUser =
  'An address may not hold a user name or a password: take out what stands before the @. Keys are kept as secrets.';
