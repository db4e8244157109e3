/**
 * The bench's end of the HTTP server's process.
 */
import { startRig } from './child.ts';
import { within } from './clock.ts';
import { rigFile } from './places.ts';

export type HttpServerMessage =
  | { readonly type: 'ready'; readonly url: string }
  /** Requests so far, by JSON-RPC method. */
  | { readonly type: 'asked'; readonly asked: Readonly<Record<string, number>> };

type Of<Type extends HttpServerMessage['type']> = Extract<HttpServerMessage, { type: Type }>;

export interface HttpServer {
  readonly url: string;
  /** How often this was asked so far. */
  asked(method: string): Promise<number>;
  close(): Promise<void>;
}

export async function startHttpServer(): Promise<HttpServer> {
  const child = startRig<HttpServerMessage>(rigFile('http-server-process.ts'));
  const ready = child.next((message): message is Of<'ready'> => message.type === 'ready');
  const { url } = await within(ready, 20_000, 'The start of the HTTP server');
  return {
    url,
    asked: async (method) => {
      const answer = child.next((message): message is Of<'asked'> => message.type === 'asked');
      child.send({});
      return (await within(answer, 5_000, "The server's count")).asked[method] ?? 0;
    },
    close: () => child.end(),
  };
}
