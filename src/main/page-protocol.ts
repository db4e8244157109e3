/**
 * The window's page under a scheme of its own, `parley-app://window/`, in place of file addresses.
 *
 * Path: window -> here -> host/page-files.ts -> out/renderer.
 * Always: the same bytes and the same policy as a browser tab of the headless host gets. Source: Electron checklist 7, 18.
 */
import { readPage } from '../host/page-files.ts';

export const pageScheme = 'parley-app';
const pageOrigin = `${pageScheme}://window`;
export const pageUrl = `${pageOrigin}/`;

/** Handed to Electron before it is ready. */
export const pagePrivileges = {
  scheme: pageScheme,
  privileges: { standard: true, secure: true, supportFetchAPI: true, stream: true, codeCache: true },
};

/** Whether an address is a page of ours; parsed, not compared by its beginning. */
export function isPageUrl(url: string | undefined): boolean {
  if (url === undefined || !URL.canParse(url)) return false;
  const { protocol, host } = new URL(url);
  return protocol === `${pageScheme}:` && host === 'window';
}

/** The scheme's handler. */
export function createPageHandler(
  rendererDir: string,
  livekitUrl: () => Promise<string | null>,
): (request: Request) => Promise<Response> {
  return async (request) => {
    if (!isPageUrl(request.url) || (request.method !== 'GET' && request.method !== 'HEAD')) {
      return new Response('Not here.', { status: 403 });
    }
    const page = await readPage(rendererDir, { path: new URL(request.url).pathname, livekitUrl: await livekitUrl() });
    return new Response(request.method === 'HEAD' ? null : new Uint8Array(page.body), {
      status: page.status,
      headers: page.headers,
    });
  };
}
