/**
 * The local `livekit-server`: one supervised process, on loopback, with a key nobody else knows.
 *
 * Path: app → here → the pinned program (find-program.mjs says which).
 * Always: key and secret are in a 0600 file only until the server has read it, never in an argument or the environment;
 * what answers on its port is believed to be it only once its own output says that it has the port;
 * the process is a group of its own, told to the keeper; a server that stops answering is ended, so that its end is told.
 * Source: DESIGN §6; the environment is allow-listed because livekit-server takes settings from it (LIVEKIT_KEYS …).
 */
import { spawn, type ChildProcess } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { AppError, type WireError } from '../../contract/index.ts';
import type { Arrival, Keeper, LiveKitAccess, LiveKitServer, Logger } from '../../core/ports.ts';
import { signalGroup } from '../process-group/process-group.ts';
import { arrivalEvent, openArrivalsEndpoint, type ArrivalsEndpoint } from './arrivals-endpoint.ts';
import { findLivekitServer } from './find-program.mjs';
import { arePortsFree, pickFreePorts } from './free-ports.ts';
import { isHealthy } from './health.ts';
import { toServerConfig, type LiveKitKey, type LiveKitPorts } from './server-config.ts';
import { ServerLog } from './server-log.ts';

const startTimeoutMs = 15_000;
const startAttempts = 4;
/** Forced, it ends within 50 ms; in its first 100 ms it ignores every signal. It has nothing to save. */
const stopGraceMs = 500;
/** The first signal waits for every participant to leave; the second does not (livekit-server's main.go). */
const stopForceMs = 50;
const startProbeEveryMs = 25;
const probeEveryMs = 1_000;
/**
 * A probe counts as failed after this; two, one right after the other, end the server: 5 s at most. Must stay well above a busy
 * machine's hiccup.
 */
const probeTimeoutMs = 2_000;
const failedProbesToEnd = 2;
const passedEnvironment = ['PATH', 'HOME', 'TMPDIR', 'TEMP', 'TMP', 'SystemRoot', 'USERPROFILE'];

export interface LocalLiveKitServerOptions {
  /** The profile's data folder; `livekit/` in it is ours. */
  readonly dataDir: string;
  /** The checkout or app folder, whose `.cache` may hold the program. */
  readonly root: string;
  readonly env: NodeJS.ProcessEnv;
  readonly keeper: Keeper;
  readonly logger: Logger;
  /** A room that was left, or that nobody came to, closes after this. */
  readonly emptyRoomTimeoutMs: number;
  /** Ports to begin with instead of free ones. */
  readonly ports?: LiveKitPorts;
}

interface Running {
  readonly child: ChildProcess;
  readonly pid: number;
  readonly exited: Promise<void>;
  readonly log: ServerLog;
  probe: NodeJS.Timeout | undefined;
  /** True once its end is our doing or was told. */
  settled: boolean;
}

export class LocalLiveKitServer implements LiveKitServer {
  readonly #options: LocalLiveKitServerOptions;
  readonly #key: LiveKitKey = {
    apiKey: `API${randomBytes(9).toString('hex')}`,
    apiSecret: randomBytes(36).toString('base64url'),
  };
  readonly #listeners = new Set<(cause: WireError) => void>();
  readonly #arrivalListeners = new Set<(arrival: Arrival) => void>();
  /** Open from the first start to `stop`, so that a restarted server finds it again. */
  #arrivals: Promise<ArrivalsEndpoint> | null = null;
  #ports: LiveKitPorts | null;
  #running: Running | null = null;
  /** The start that is under way; never rejects. */
  #starting: Promise<unknown> = Promise.resolve();
  #generation = 0;
  #mediaAddresses: readonly string[] = [];

  constructor(options: LocalLiveKitServerOptions) {
    this.#options = options;
    this.#ports = options.ports ?? null;
  }

  start(): Promise<LiveKitAccess> {
    const starting = this.#start();
    this.#starting = starting.catch(() => undefined);
    return starting;
  }

  async #start(): Promise<LiveKitAccess> {
    const generation = ++this.#generation;
    await this.#endRunning();
    const program = this.#findProgram();
    for (let attempt = 1; attempt <= startAttempts; attempt += 1) {
      const ports = await this.#choosePorts();
      if (generation !== this.#generation) throw startCancelled();
      const { url } = await (this.#arrivals ??= openArrivalsEndpoint(this.#key, (arrival) => this.#arrived(arrival)));
      const running = this.#spawn(program, ports, url);
      const outcome = await this.#waitUntilHealthy(running, ports, generation);
      if (outcome === 'healthy') return this.#nowRunning(running, ports);
      await this.#end(running);
      if (generation !== this.#generation) throw startCancelled();
      if (outcome === 'failed' && !isPortTaken(running.log.tail())) throw startFailed(program, running.log.tail());
      if (outcome === 'silent') throw startFailed(program, running.log.tail());
      this.#ports = null;
    }
    throw new AppError(
      'livekit/port-taken',
      'livekit-server found no free port on this computer: close programs that listen on many ports, then start again.',
    );
  }

  setMediaAddresses(addresses: readonly string[]): void {
    this.#mediaAddresses = addresses;
  }

  onExit(listener: (cause: WireError) => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  onArrival(listener: (arrival: Arrival) => void): () => void {
    this.#arrivalListeners.add(listener);
    return () => this.#arrivalListeners.delete(listener);
  }

  /** Resolves when nothing of it is left, of a start under way neither. */
  async stop(): Promise<void> {
    this.#generation += 1;
    await this.#starting;
    const arrivals = this.#arrivals;
    this.#arrivals = null;
    await this.#endRunning();
    await (await arrivals)?.close();
  }

  #arrived(arrival: Arrival): void {
    for (const listener of [...this.#arrivalListeners]) listener(arrival);
  }

  async #endRunning(): Promise<void> {
    const running = this.#running;
    this.#running = null;
    if (running) await this.#end(running);
  }

  #findProgram(): string {
    const found = findLivekitServer(this.#options.env, this.#options.root);
    if (found && 'file' in found) return found.file;
    const message = found
      ? `PARLEY_LIVEKIT_SERVER names "${found.missing}", which is not a program: correct it or unset it, then start again.`
      : 'livekit-server was not found: run "npm start" once, which builds it, or put it on the PATH, or name it in PARLEY_LIVEKIT_SERVER.';
    throw new AppError('livekit/not-found', message);
  }

  /** The ports of the last start where they are still free, so that a restart is found at the same address. */
  async #choosePorts(): Promise<LiveKitPorts> {
    if (!this.#ports || !(await arePortsFree(this.#ports))) this.#ports = await pickFreePorts();
    return this.#ports;
  }

  #spawn(program: string, ports: LiveKitPorts, arrivalsUrl: string): Running {
    const folder = path.join(this.#options.dataDir, 'livekit');
    mkdirSync(folder, { recursive: true, mode: 0o700 });
    rmSync(this.#configFile(), { force: true });
    const config = toServerConfig(ports, this.#key, {
      mediaAddresses: this.#mediaAddresses,
      emptyRoomTimeoutMs: this.#options.emptyRoomTimeoutMs,
      webhook: { url: arrivalsUrl, event: arrivalEvent },
    });
    writeFileSync(this.#configFile(), config, { mode: 0o600, flag: 'wx' });
    const log = new ServerLog(path.join(folder, 'livekit-server.log'));
    const child = spawn(program, ['--config', this.#configFile()], {
      cwd: folder,
      env: this.#environment(),
      stdio: ['ignore', 'pipe', 'pipe'],
      detached: process.platform !== 'win32',
    });
    const exited = new Promise<void>((resolve) => {
      child.once('close', () => resolve());
      child.once('error', (error) => {
        log.write(Buffer.from(error.message));
        resolve();
      });
    });
    child.stdout.on('data', (chunk: Buffer) => log.write(chunk));
    child.stderr.on('data', (chunk: Buffer) => log.write(chunk));
    const pid = child.pid ?? 0;
    if (pid) this.#options.keeper.watch(pid);
    return { child, pid, exited, log, probe: undefined, settled: false };
  }

  #environment(): NodeJS.ProcessEnv {
    const passed = passedEnvironment.flatMap((name) =>
      this.#options.env[name] === undefined ? [] : [[name, this.#options.env[name]]],
    );
    return { ...Object.fromEntries(passed), ...this.#options.keeper.marker };
  }

  async #waitUntilHealthy(
    running: Running,
    ports: LiveKitPorts,
    generation: number,
  ): Promise<'healthy' | 'failed' | 'silent'> {
    const deadlineMs = Date.now() + startTimeoutMs;
    let gone = false;
    void running.exited.then(() => (gone = true));
    while (Date.now() < deadlineMs && generation === this.#generation) {
      if (gone) return 'failed';
      const answers = running.log.saysListening(ports.httpPort) && (await isHealthy(ports.httpPort, 1_000));
      if (answers && !gone) return 'healthy';
      await Promise.race([running.exited, delay(startProbeEveryMs)]);
    }
    return 'silent';
  }

  #nowRunning(running: Running, ports: LiveKitPorts): LiveKitAccess {
    rmSync(this.#configFile(), { force: true });
    this.#running = running;
    void running.exited.then(() => this.#onGone(running));
    this.#keepProbing(running, ports.httpPort, 0);
    return { url: `ws://127.0.0.1:${ports.httpPort}`, ...this.#key, pid: running.pid };
  }

  #keepProbing(running: Running, httpPort: number, failedProbes: number): void {
    if (running.settled) return;
    running.probe = setTimeout(
      () => {
        void isHealthy(httpPort, probeTimeoutMs).then((healthy) => {
          const failed = healthy ? 0 : failedProbes + 1;
          if (failed >= failedProbesToEnd && !running.settled) {
            this.#options.logger.log('warn', 'livekit-server does not answer and is ended', { pid: running.pid });
            signalGroup(running.pid, 'SIGKILL');
          } else this.#keepProbing(running, httpPort, failed);
        });
      },
      failedProbes === 0 ? probeEveryMs : 0,
    );
    running.probe.unref();
  }

  #onGone(running: Running): void {
    if (running.settled) return;
    this.#settle(running);
    if (this.#running === running) this.#running = null;
    const { exitCode, signalCode } = running.child;
    this.#options.logger.log('warn', 'livekit-server ended by itself', { pid: running.pid, exitCode, signalCode });
    const cause: WireError = {
      code: 'livekit/unreachable',
      message: 'The local LiveKit server ended; it is being started again.',
    };
    for (const listener of [...this.#listeners]) listener(cause);
  }

  #settle(running: Running): void {
    running.settled = true;
    clearTimeout(running.probe);
    running.log.close();
    if (running.pid) this.#options.keeper.unwatch(running.pid);
  }

  async #end(running: Running): Promise<void> {
    if (running.settled) return;
    running.settled = true;
    signalGroup(running.pid, 'SIGTERM');
    const forceTimer = setTimeout(() => signalGroup(running.pid, 'SIGINT'), stopForceMs);
    const killTimer = setTimeout(() => signalGroup(running.pid, 'SIGKILL'), stopGraceMs);
    await running.exited;
    clearTimeout(forceTimer);
    clearTimeout(killTimer);
    rmSync(this.#configFile(), { force: true });
    this.#settle(running);
  }

  #configFile(): string {
    return path.join(this.#options.dataDir, 'livekit', 'livekit-server.yaml');
  }
}

function delay(delayMs: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, delayMs));
}

function isPortTaken(output: string): boolean {
  return /address already in use|Only one usage of each socket address|could not listen/i.test(output);
}

const startCancelled = (): AppError =>
  new AppError('livekit/start-failed', 'The start of livekit-server was cancelled.');

function startFailed(program: string, output: string): AppError {
  return new AppError(
    'livekit/start-failed',
    `livekit-server (${program}) did not start: see livekit/livekit-server.log in the data folder, or unset PARLEY_LIVEKIT_SERVER.`,
    {
      data: { output: output.slice(-1000) },
    },
  );
}
