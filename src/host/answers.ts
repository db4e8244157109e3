/**
 * Short answers of the doors: one sentence, as plain text or as a WireError.
 */
import type { ServerResponse } from 'node:http';
import type { Duplex } from 'node:stream';
import { pageHeaders } from './content-security-policy.ts';

/** Does nothing where an answer has begun already. */
export function sendText(response: ServerResponse, status: number, sentence: string): void {
  if (response.headersSent) return;
  const type = 'text/plain; charset=utf-8';
  response.writeHead(status, { ...pageHeaders, 'Content-Type': type, 'Cache-Control': 'no-store' });
  response.end(`${sentence}\n`);
}

export function sendJson(response: ServerResponse, status: number, body: unknown): void {
  const type = 'application/json; charset=utf-8';
  response.writeHead(status, { ...pageHeaders, 'Content-Type': type, 'Cache-Control': 'no-store' });
  response.end(JSON.stringify(body));
}

/** Instead of a WebSocket. */
export function refuseUpgrade(socket: Duplex, status: string, sentence: string): void {
  const body = `${sentence}\n`;
  const head = [
    'Content-Type: text/plain; charset=utf-8',
    `Content-Length: ${Buffer.byteLength(body)}`,
    'Connection: close',
  ];
  socket.end([`HTTP/1.1 ${status}`, ...head, '', body].join('\r\n'));
}
