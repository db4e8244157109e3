/**
 * JSON Schema validation in a worker thread, under a deadline; at once where a schema comes again and cannot take long.
 *
 * Path: core/mcp (a call's arguments) -> here -> validator-worker.
 * Always: one check is in the thread at a time, so a hostile one is told from those behind it: its thread is ended, it alone
 * fails, the rest go to a new thread. Starting a thread never counts against a deadline; a thread is kept warm.
 */
import { Worker } from 'node:worker_threads';
import type { ValidateFunction } from 'ajv';
import { AppError } from '../../contract/index.ts';
import type { Logger, SchemaValidator } from '../../core/ports.ts';
import type { FromValidator, ToValidator } from './messages.ts';
import { describeMisfits } from './misfit-words.ts';
import { isPlainSchema, isSmallValue } from './plain-schema.ts';
import { watchCheck } from './watch-check.ts';

export interface WorkerSchemaValidatorOptions {
  /** `validator-worker.ts` or its bundle. */
  readonly workerProgram: string;
  readonly logger: Logger;
  /** Processor time that a check may use. */
  readonly deadlineMs?: number;
  /** Time by the clock that a check may take, on however busy a machine. */
  readonly backstopMs?: number;
}

type Schema = Readonly<Record<string, unknown>>;

interface Check {
  readonly id: number;
  readonly schema: Schema;
  readonly schemaNumber: number;
  readonly value: unknown;
  readonly resolve: (words: string | null) => void;
  readonly reject: (error: AppError) => void;
}

/** More schemas than this and the thread starts afresh; each holds compiled code. */
const maximumSchemas = 2000;
const threadMemoryMb = 256;

export class WorkerSchemaValidator implements SchemaValidator {
  readonly #options: WorkerSchemaValidatorOptions;
  readonly #deadlineMs: number;
  readonly #backstopMs: number;
  readonly #numbersByObject = new WeakMap<Schema, number>();
  readonly #numbersByText = new Map<string, number>();
  readonly #waiting: Check[] = [];
  /** Of schemas that were checked before; null for one that belongs in the thread. */
  readonly #plainChecks = new WeakMap<Schema, ValidateFunction | null>();
  #sent = new Set<number>();
  #worker: Worker | null = null;
  #ready = false;
  #current: Check | null = null;
  #endWatch: () => void = () => undefined;
  /** What the thread had used when it last said something, ms. */
  #usedMs = 0;
  #nextId = 1;
  #nextSchema = 1;
  #closed = false;

  constructor(options: WorkerSchemaValidatorOptions) {
    this.#options = options;
    this.#deadlineMs = options.deadlineMs ?? 250;
    this.#backstopMs = options.backstopMs ?? 5_000;
    this.#worker = this.#start();
  }

  validate(schema: Schema, value: unknown): Promise<string | null> {
    if (this.#closed) return Promise.reject(closed());
    const check = this.#plainChecks.get(schema);
    if (check && isSmallValue(value)) return Promise.resolve(check(value) ? null : describeMisfits(check.errors ?? []));
    return new Promise((resolve, reject) => {
      this.#waiting.push({ id: this.#nextId++, schema, schemaNumber: this.#numberOf(schema), value, resolve, reject });
      this.#worker ??= this.#start();
      this.#next();
    });
  }

  /** Ends the thread; checks that wait fail with mcp/cancelled. Idempotent. */
  async close(): Promise<void> {
    if (this.#closed) return;
    this.#closed = true;
    this.#endWatch();
    for (const check of [this.#current, ...this.#waiting.splice(0)]) check?.reject(closed());
    this.#current = null;
    await this.#worker?.terminate();
  }

  /** Next time it is checked here, if it is plain. The compiler is loaded behind the first check, so that nothing waits for it. */
  async #keep(schema: Schema): Promise<void> {
    if (this.#plainChecks.has(schema)) return;
    this.#plainChecks.set(schema, null);
    if (!isPlainSchema(schema)) return;
    const { compileSchema } = await import('./compile-schema.ts');
    try {
      this.#plainChecks.set(schema, compileSchema(schema));
    } catch {
      // The thread says what is wrong with it.
    }
  }

  #next(): void {
    const worker = this.#worker;
    if (!worker || !this.#ready || this.#current || this.#closed) return;
    const check = this.#waiting.shift();
    if (!check) return;
    this.#current = check;
    const { id, schemaNumber, schema, value } = check;
    const known = this.#sent.has(schemaNumber);
    this.#sent.add(schemaNumber);
    this.#endWatch = watchCheck({
      worker,
      usedBeforeMs: this.#usedMs,
      deadlineMs: this.#deadlineMs,
      backstopMs: this.#backstopMs,
      onOver: () => this.#deadlinePassed(check),
    });
    try {
      worker.postMessage({ id, schemaNumber, schema: known ? null : schema, value } satisfies ToValidator);
    } catch (thrown) {
      this.#sent.delete(schemaNumber);
      this.#settle(check, `The value cannot be checked: ${String(thrown)}.`);
    }
  }

  #deadlinePassed(check: Check): void {
    this.#options.logger.log('warn', 'schema check took too long', { deadlineMs: this.#deadlineMs });
    this.#fail(check, tooSlow(`took longer than ${this.#deadlineMs} ms to check`));
    this.#replaceWorker();
  }

  #settle(check: Check, words: string | null): void {
    this.#endWatch();
    this.#current = null;
    check.resolve(words);
    void this.#keep(check.schema);
    this.#next();
  }

  #fail(check: Check, error: AppError): void {
    this.#endWatch();
    this.#current = null;
    check.reject(error);
  }

  #start(): Worker {
    const worker = new Worker(this.#options.workerProgram, {
      resourceLimits: { maxOldGenerationSizeMb: threadMemoryMb },
    });
    worker.on('message', (message: FromValidator) => {
      if (worker !== this.#worker) return;
      this.#usedMs = message.usedMs;
      if (message.type === 'ready') {
        this.#ready = true;
        this.#next();
      } else if (this.#current?.id === message.id) {
        this.#settle(this.#current, message.words);
      }
    });
    worker.on('error', (error) => this.#options.logger.log('error', 'schema check thread failed', { error }));
    worker.once('exit', () => {
      if (worker !== this.#worker || this.#closed) return;
      if (this.#current) {
        this.#fail(this.#current, tooSlow('needs more memory to check than it may'));
        this.#replaceWorker();
        return;
      }
      this.#worker = null;
      this.#ready = false;
      this.#sent = new Set();
      for (const check of this.#waiting.splice(0))
        check.reject(tooSlow('cannot be checked: the checking thread does not start'));
    });
    return worker;
  }

  #replaceWorker(): void {
    const old = this.#worker;
    this.#ready = false;
    this.#sent = new Set();
    this.#worker = this.#start();
    void old?.terminate();
  }

  #numberOf(schema: Schema): number {
    const known = this.#numbersByObject.get(schema);
    if (known !== undefined) return known;
    const text = JSON.stringify(schema);
    const number = this.#numbersByText.get(text) ?? this.#nextSchema++;
    if (this.#numbersByText.size >= maximumSchemas) this.#forgetSchemas();
    this.#numbersByText.set(text, number);
    this.#numbersByObject.set(schema, number);
    return number;
  }

  #forgetSchemas(): void {
    this.#numbersByText.clear();
    if (this.#ready && !this.#current) this.#replaceWorker();
  }
}

function tooSlow(why: string): AppError {
  const words = `The tool was not called: its schema ${why}. This is a fault of the server's schema or of an extreme argument.`;
  return new AppError('mcp/schema-too-slow', words);
}

function closed(): AppError {
  return new AppError('mcp/cancelled', 'Parley is closing.');
}
