/**
 * The page's policy headers, the same in a browser tab and in Electron.
 *
 * Always: no `unsafe-*`, nothing from elsewhere, no frame around us; what the page may talk to is its own origin, this
 * machine's LiveKit and the configured one. A style that a library must inject carries the response's nonce.
 * Source: DESIGN §8 (the final policy from the first page on), Electron's security checklist items 5 and 7.
 */

/** Stands in index.html where the nonce of the response belongs. */
export const noncePlaceholder = '__CSP_NONCE__';

/**
 * `livekitUrl` is the LiveKit that the talk uses, where it is not on this machine's loopback. `origin`: the shared origin that
 * the page was opened at by another device, which then talks to no loopback; null on this machine.
 */
export function contentSecurityPolicy(options: {
  nonce: string;
  livekitUrl: string | null;
  origin: string | null;
}): string {
  const sockets =
    options.origin === null ? 'ws://127.0.0.1:* http://127.0.0.1:*' : options.origin.replace(/^https/, 'wss');
  const own = `'self' 'nonce-${options.nonce}'`;
  return [
    "default-src 'none'",
    `script-src ${own}`,
    `style-src ${own}`,
    "img-src 'self' data: blob:",
    "media-src 'self' data: blob:",
    "font-src 'self'",
    "worker-src 'self'",
    "manifest-src 'self'",
    `connect-src 'self' ${sockets}${livekitSources(options.livekitUrl)}`,
    "base-uri 'none'",
    "form-action 'none'",
    "frame-ancestors 'none'",
  ].join('; ');
}

/** Both schemes of one LiveKit; LiveKit Cloud sends a client on to its nearest region, so all of its regions. */
function livekitSources(livekitUrl: string | null): string {
  if (livekitUrl === null || !URL.canParse(livekitUrl)) return '';
  const { protocol, host, hostname } = new URL(livekitUrl);
  if (hostname === '127.0.0.1') return '';
  const place = hostname.endsWith('.livekit.cloud') ? '*.livekit.cloud' : host;
  const secure = protocol === 'wss:' || protocol === 'https:';
  return secure ? ` wss://${place} https://${place}` : ` ws://${place} http://${place}`;
}

/** Headers of every response that a page may see, beside the policy. */
export const pageHeaders: Readonly<Record<string, string>> = {
  'X-Content-Type-Options': 'nosniff',
  'Referrer-Policy': 'no-referrer',
  'Cross-Origin-Opener-Policy': 'same-origin',
  'Cross-Origin-Resource-Policy': 'same-origin',
  'Permissions-Policy':
    'microphone=(self), camera=(), display-capture=(), geolocation=(), usb=(), serial=(), hid=(), midi=()',
};
