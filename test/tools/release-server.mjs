/**
 * A server on loopback that hands out one archive as a release does: behind a redirect, with ranges, and with faults.
 */
import { once } from 'node:events';
import { createServer } from 'node:http';
import { onTestFinished } from 'vitest';

/**
 * @param {Buffer} archive
 * @param {{ cutAfterBytes?: number[], arrived?: () => Promise<void>, ranges?: boolean, silent?: boolean, status?: number }} [faults]
 *   cutAfterBytes: per answer, how much is sent before the connection is cut; arrived: resolves when the visitor has kept it, since
 *   a visitor may lose what comes in the same instant as the cut; ranges: false sends the whole again; silent: headers, then nothing
 */
export async function aReleaseServer(archive, faults = {}) {
  const { cutAfterBytes = [], arrived = async () => {}, ranges = true, silent = false, status } = faults;
  const asked = [];
  const server = createServer((request, response) => {
    if (status) return response.writeHead(status).end();
    if (request.url === '/release') return response.writeHead(302, { location: '/elsewhere' }).end();
    const range = ranges ? request.headers.range : undefined;
    const start = Number(range?.match(/^bytes=(\d+)-$/)?.[1] ?? 0);
    asked.push(request.headers.range ?? 'whole');
    const body = archive.subarray(start);
    const headers = { 'content-length': body.length };
    if (range) headers['content-range'] = `bytes ${start}-${archive.length - 1}/${archive.length}`;
    response.writeHead(range ? 206 : 200, headers);
    if (silent) return response.flushHeaders();
    const cut = cutAfterBytes.shift();
    if (cut === undefined) return response.end(body);
    response.write(body.subarray(0, cut), () => void arrived().then(() => response.destroy()));
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  onTestFinished(() => {
    server.closeAllConnections();
    server.close();
  });
  return { url: `http://127.0.0.1:${server.address().port}/release`, asked, server };
}
