/**
 * The simulated provider as a process of its own, on loopback.
 *
 * Path: core/status/demo.ts -> here -> out/node/demo-provider.js.
 * Always: it ends with the host (its stdin closes), and its key is one random word per start.
 */
import { spawn } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { createInterface } from 'node:readline';
import { z } from 'zod';
import { AppError } from '../../contract/index.ts';
import type { DemoProvider, Keeper, Logger } from '../../core/ports.ts';
import { signalGroup } from '../process-group/process-group.ts';

const Ready = z.object({ event: z.literal('ready'), url: z.url(), key: z.string().min(1) });

/** Speech templates are made at the first start; later starts read them from the cache. */
const startDeadlineMs = 30_000;

export interface DemoProviderOptions {
  readonly node: string;
  readonly program: string;
  /** Where the sample folder is made, if it is not there. */
  readonly sampleFolder: string;
  readonly cacheFolder: string;
  readonly environment: Readonly<Record<string, string | undefined>>;
  readonly keeper: Keeper;
  readonly logger: Logger;
}

export class ProcessDemoProvider implements DemoProvider {
  readonly #options: DemoProviderOptions;
  readonly #exits = new Set<(cause: AppError) => void>();
  #child: ChildProcess | null = null;
  #stopping = false;

  constructor(options: DemoProviderOptions) {
    this.#options = options;
  }

  start(): Promise<{ baseUrl: string; apiKey: string; pid: number }> {
    const { node, program, sampleFolder, cacheFolder, environment, keeper, logger } = this.#options;
    this.#stopping = false;
    const child = spawn(node, [program, '--sample-folder', sampleFolder, '--cache-folder', cacheFolder], {
      detached: true,
      stdio: ['pipe', 'pipe', 'pipe'],
      env: { PATH: environment['PATH'] ?? '', HOME: environment['HOME'] ?? '', ...keeper.marker },
    });
    this.#child = child;
    const { pid } = child;
    if (pid !== undefined) keeper.watch(pid);
    const complaints = createInterface({ input: child.stderr });
    complaints.on('line', (line) => logger.log('warn', 'demo provider wrote', { line: line.slice(0, 2_000) }));
    return new Promise((resolve, reject) => {
      const timer = setTimeout(
        () => (reject(failed('did not start in time')), signalGroup(child.pid, 'SIGKILL')),
        startDeadlineMs,
      );
      createInterface({ input: child.stdout }).on('line', (line) => {
        const ready = parseReady(line);
        if (!ready) return;
        clearTimeout(timer);
        resolve({ baseUrl: ready.url, apiKey: ready.key, pid: pid ?? 0 });
      });
      const ended = (cause: AppError): void => {
        clearTimeout(timer);
        if (pid !== undefined) keeper.unwatch(pid);
        reject(cause);
        if (this.#child === child) this.#child = null;
      };
      // A program that cannot be started gives an error and no exit.
      child.on('error', (error) => ended(failed(error.message)));
      child.on('exit', (code, signal) => {
        const cause = failed(`ended (${signal ?? `code ${code ?? 'unknown'}`})`);
        ended(cause);
        if (!this.#stopping) for (const listener of this.#exits) listener(cause);
      });
    });
  }

  onExit(listener: (cause: AppError) => void): () => void {
    this.#exits.add(listener);
    return () => this.#exits.delete(listener);
  }

  async stop(): Promise<void> {
    const child = this.#child;
    if (!child) return;
    this.#stopping = true;
    await new Promise<void>((resolve) => {
      const timer = setTimeout(() => signalGroup(child.pid, 'SIGKILL'), 2_000);
      child.once('exit', () => (clearTimeout(timer), resolve()));
      child.stdin?.end();
    });
  }
}

function parseReady(line: string): z.infer<typeof Ready> | null {
  try {
    return Ready.parse(JSON.parse(line));
  } catch {
    return null;
  }
}

const failed = (what: string): AppError =>
  new AppError(
    'provider/unreachable',
    `The simulated provider of the demo ${what}. Restart Parley to try the demo again.`,
  );
