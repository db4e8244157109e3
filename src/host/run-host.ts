/**
 * `parley host`: the app without a screen, from its start to its end.
 *
 * Path: cli | npm start -> here -> createApp + loopback server.
 * Always: stdout gets the ready line and nothing else with `json`; ready means page served, LiveKit healthy, agent warm;
 * SIGTERM, SIGINT or a closed terminal ends all of it within 10 s. Source: INTERFACE.md.
 */
import { AppError } from '../contract/index.ts';
import type { ReadyLine } from '../contract/index.ts';
import type { App, AppOptions } from '../app/app.ts';
import { createShareDoor } from './share/share-door.ts';
import { livekitOfApp } from './livekit-of-app.ts';
import { openLoopbackServer } from './loopback-server.ts';
import type { LoopbackServer } from './loopback-server.ts';

export interface HostOptions extends AppOptions {
  readonly port: number;
  readonly json: boolean;
  /** The built window, out/renderer. */
  readonly rendererDir: string;
}

/** The part of its process that a host uses. */
export interface HostProcess {
  readonly pid: number;
  out(text: string): void;
  err(text: string): void;
  /** Calls `listener` at each request to end. */
  onEndRequested(listener: () => void): void;
  /** Ends the process without waiting for anything. */
  exitNow(code: number): void;
}

/** Longest orderly end; what is left after it is the keeper's. Stays under the 10 s that INTERFACE.md promises. */
const longestEndMs = 9_000;
/** npm and the terminal both pass the same Ctrl+C on; a request this soon after the first is no second one. */
const sameRequestMs = 1_000;

/** Resolves with the exit code when the host has ended. */
export async function runHost(
  options: HostOptions,
  createApp: (options: AppOptions) => Promise<App>,
  self: HostProcess,
): Promise<number> {
  const endRequested = watchForEnd(self);
  const running: Running = {
    app: createApp({
      ...options,
      createShareDoor: (serve) => createShareDoor({ rendererDir: options.rendererDir, serve }),
    }),
    server: null,
    ending: false,
  };
  try {
    await Promise.race([start(options, running, self), endRequested]);
    await endRequested;
    return (await endAll(running, self)) ? 0 : 1;
  } catch (error) {
    self.err(`${sentenceOf(error)}\n`);
    await endAll(running, self);
    return 1;
  }
}

/** What must be ended; a server that opens after the end was asked for is ended too. */
interface Running {
  readonly app: Promise<App>;
  server: Promise<LoopbackServer> | null;
  /** From here on nothing more is opened or said to be ready. */
  ending: boolean;
}

async function start(options: HostOptions, running: Running, self: HostProcess): Promise<void> {
  const app = await running.app;
  if (running.ending) return;
  const client = app.client();
  running.server = openLoopbackServer({
    port: options.port,
    rendererDir: options.rendererDir,
    serve: (channel, caller) => app.serve(channel, caller),
    livekitUrl: () => livekitOfApp(client, options.environment),
  });
  const server = await running.server;
  await app.publish({ url: server.url, token: server.token });
  const { livekitUrl } = await app.ready();
  if (running.ending) return;
  const url = `${server.url}/?token=${server.token}`;
  const line: ReadyLine = { event: 'ready', url, livekitUrl, pid: self.pid };
  self.out(options.json ? `${JSON.stringify(line)}\n` : friendlyLine(url, options.demo));
}

function friendlyLine(url: string, demo: boolean): string {
  const note = demo ? 'This is the demo: the model is simulated; room, tools and speech are real.\n' : '';
  return `Parley is ready: ${url}\n${note}Open this address in a browser on this computer. Ctrl+C ends it.\n`;
}

/** Resolves at the first request to end; a later one ends the process at once. */
function watchForEnd(self: HostProcess): Promise<void> {
  let firstAtMs: number | null = null;
  return new Promise((resolve) => {
    self.onEndRequested(() => {
      if (firstAtMs !== null && Date.now() - firstAtMs > sameRequestMs) self.exitNow(1);
      firstAtMs ??= Date.now();
      resolve();
    });
  });
}

/** False, and said, when it failed or took too long. What never started needs no end. */
async function endAll(running: Running, self: HostProcess): Promise<boolean> {
  let timer: NodeJS.Timeout | undefined;
  const tooLong = new Promise<false>((resolve) => {
    timer = setTimeout(() => resolve(false), longestEndMs);
  });
  try {
    const inTime = await Promise.race([endInOrder(running), tooLong]);
    if (!inTime) self.err('Parley took too long to end; what is left is being ended by force.\n');
    return inTime;
  } catch (error) {
    self.err(`${sentenceOf(error)}\n`);
    return false;
  } finally {
    clearTimeout(timer);
  }
}

async function endInOrder(running: Running): Promise<true> {
  running.ending = true;
  const app = await running.app.catch(() => null);
  const server = await running.server?.catch(() => null);
  await Promise.all([server?.close(), app?.close()]);
  return true;
}

function sentenceOf(error: unknown): string {
  if (error instanceof AppError) return error.message;
  return `Parley stopped because of a mistake of its own: ${error instanceof Error ? (error.stack ?? error.message) : String(error)}`;
}
