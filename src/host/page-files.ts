/**
 * The built window as responses: a path in, status, headers and bytes out.
 *
 * Path: loopback server | Electron's protocol handler -> here -> out/renderer.
 * Always: nothing outside the folder is read (links out of it included); index.html is never stored by a browser,
 * other files are kept until their content changes.
 */
import { createHash, randomBytes } from 'node:crypto';
import { readFile, realpath } from 'node:fs/promises';
import path from 'node:path';
import { contentSecurityPolicy, noncePlaceholder, pageHeaders } from './content-security-policy.ts';

export interface PageResponse {
  readonly status: 200 | 304 | 404;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Buffer;
}

export interface PageRequest {
  /** The address's path, still percent-encoded. */
  readonly path: string;
  readonly ifNoneMatch?: string | undefined;
  /** The LiveKit of the talk, or null while none is known. */
  readonly livekitUrl: string | null;
  /** The shared origin, where the page was opened there. */
  readonly origin?: string;
}

const contentTypes: Readonly<Record<string, string>> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.json': 'application/json; charset=utf-8',
  '.map': 'application/json; charset=utf-8',
  '.svg': 'image/svg+xml; charset=utf-8',
  '.webmanifest': 'application/manifest+json; charset=utf-8',
  '.txt': 'text/plain; charset=utf-8',
  '.png': 'image/png',
  '.jpg': 'image/jpeg',
  '.webp': 'image/webp',
  '.ico': 'image/x-icon',
  '.woff2': 'font/woff2',
  '.woff': 'font/woff',
  '.wasm': 'application/wasm',
  '.mp3': 'audio/mpeg',
  '.wav': 'audio/wav',
  '.ogg': 'audio/ogg',
};

/** Answers `request` from `folder`, the built renderer. */
export async function readPage(folder: string, request: PageRequest): Promise<PageResponse> {
  const file = await findFile(folder, request.path);
  const bytes = file === null ? null : await readFile(file).catch(() => null);
  if (file === null || bytes === null) return notFound;
  const type = contentTypes[path.extname(file)] ?? 'application/octet-stream';
  if (type.startsWith('text/html')) return document(bytes, type, request);
  const etag = `"${createHash('sha256').update(bytes).digest('base64url').slice(0, 27)}"`;
  const headers = { ...pageHeaders, 'Content-Type': type, 'Cache-Control': 'private, no-cache', ETag: etag };
  return request.ifNoneMatch === etag
    ? { status: 304, headers, body: Buffer.alloc(0) }
    : { status: 200, headers, body: bytes };
}

function document(bytes: Buffer, type: string, { livekitUrl, origin }: PageRequest): PageResponse {
  const nonce = randomBytes(16).toString('base64url');
  const policy = contentSecurityPolicy({ nonce, livekitUrl, origin: origin ?? null });
  const headers = {
    ...pageHeaders,
    'Content-Type': type,
    'Cache-Control': 'no-store',
    'Content-Security-Policy': policy,
  };
  return { status: 200, headers, body: Buffer.from(bytes.toString('utf8').replaceAll(noncePlaceholder, nonce)) };
}

const notFound: PageResponse = {
  status: 404,
  headers: { ...pageHeaders, 'Content-Type': 'text/plain; charset=utf-8', 'Cache-Control': 'no-store' },
  body: Buffer.from('There is nothing at this address.\n'),
};

/** The file that `encodedPath` names inside `folder`, or null. `/` is the page. */
async function findFile(folder: string, encodedPath: string): Promise<string | null> {
  const decoded = decode(encodedPath);
  if (decoded === null || /[\0\\]/.test(decoded)) return null;
  const root = await realpath(folder).catch(() => null);
  if (root === null) return null;
  const named = path.join(root, decoded === '/' ? 'index.html' : decoded);
  const real = await realpath(named).catch(() => null);
  return real !== null && real.startsWith(root + path.sep) ? real : null;
}

function decode(encoded: string): string | null {
  try {
    return decodeURIComponent(encoded);
  } catch {
    return null;
  }
}
