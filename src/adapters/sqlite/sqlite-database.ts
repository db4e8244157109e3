/**
 * The product's one database, seen from the main thread: grants, memories of servers, links, the call log and conversations.
 *
 * Path: core -> the five stores below -> sqlite-worker (a thread) -> the file.
 * Always: appends return at once, go out within a millisecond or, where many come, together every 100 ms, and are seen by every
 * read that follows; a thread that dies is replaced at the next use and its unanswered requests fail with history/unavailable.
 */
import { Worker } from 'node:worker_threads';
import { AppError } from '../../contract/index.ts';
import type { CallLog, Clock, ConversationStore, GrantStore, Logger, Seal, ServerMemories } from '../../core/ports.ts';
import type { InviteStore } from '../../core/ports/sharing.ts';
import type { Append, FromWorker, Operation, Operations, ToWorker } from './messages.ts';
import { createGrants, createMemories } from './sealed-grants.ts';
import { createInvites } from './sealed-invites.ts';
import type { SealedOptions } from './sealed-grants.ts';

export interface SqliteDatabaseOptions {
  readonly file: string;
  /** `sqlite-worker.ts` or its bundle. */
  readonly workerProgram: string;
  readonly clock: Clock;
  readonly seal: Seal;
  readonly logger: Logger;
  /** Told in words when the file was damaged and a new one begun, or cannot be used at all. */
  readonly onProblem?: (problem: AppError) => void;
}

/** Between two batches of appends: each is a transaction, and its words a part of the search index. */
const batchEveryMs = 100;

/** Appends on their way to the disk; beyond it the disk hangs and records are dropped. */
const maximumUnstored = 20_000;

interface Waiting {
  readonly resolve: (output: unknown) => void;
  readonly reject: (error: AppError) => void;
}

export class SqliteDatabase {
  readonly grants: GrantStore;
  readonly memories: ServerMemories;
  readonly calls: CallLog;
  readonly conversations: ConversationStore;
  readonly invites: InviteStore;
  readonly #options: SqliteDatabaseOptions;
  readonly #waiting = new Map<number, Waiting>();
  #worker: Worker | null = null;
  #queue: Append[] = [];
  #flush: NodeJS.Timeout | null = null;
  #sentAtMs = -batchEveryMs;
  #unstored = 0;
  #nextId = 1;
  #closed = false;

  constructor(options: SqliteDatabaseOptions) {
    this.#options = options;
    const sealed: SealedOptions = { ...options, run: (operation, input) => this.#run(operation, input) };
    this.grants = createGrants(sealed);
    this.memories = createMemories(sealed);
    this.calls = {
      append: (record) => this.#append({ type: 'call', record }),
      list: (query) => this.#run('listCalls', query),
      count: (filter) => this.#run('countCalls', filter),
      get: (id) => this.#run('getCall', { id }),
    };
    this.conversations = {
      saveTurn: (turn) => this.#append({ type: 'turn', ...turn }),
      endRoom: (room) => this.#append({ type: 'end', room }),
      latest: (room, limit) => this.#run('latestConversation', { room, limit }),
      list: (query) => this.#run('listConversations', query),
      show: (id) => this.#run('showConversation', { id }),
      delete: (id) => this.#run('deleteConversations', { id }),
    };
    this.invites = createInvites(sealed);
    this.#worker = this.#start();
  }

  /** Stores what was appended, then ends the thread. Idempotent. */
  async close(): Promise<void> {
    if (this.#closed) return;
    this.#sendQueue();
    this.#closed = true;
    const worker = this.#worker;
    if (!worker) return;
    const ended = new Promise((resolve) => worker.once('exit', resolve));
    this.#post({ type: 'close' });
    await ended;
  }

  #append(item: Append): void {
    if (this.#closed || this.#unstored >= maximumUnstored) {
      this.#options.logger.log('warn', 'record dropped', {
        kind: item.type,
        why: this.#closed ? 'closed' : 'disk too slow',
      });
      return;
    }
    this.#unstored++;
    this.#queue.push(item);
    this.#flush ??= setTimeout(() => this.#sendQueue(), Math.max(0, this.#sentAtMs + batchEveryMs - performance.now()));
  }

  #sendQueue(): void {
    if (this.#flush) clearTimeout(this.#flush);
    this.#flush = null;
    const items = this.#queue;
    this.#queue = [];
    if (items.length === 0) return;
    this.#sentAtMs = performance.now();
    try {
      this.#post({ type: 'append', items });
    } catch (thrown) {
      this.#unstored -= items.length;
      this.#options.logger.log('error', 'records dropped', { count: items.length, why: String(thrown) });
    }
  }

  async #run<O extends Operation>(operation: O, input: Operations[O]['input']): Promise<Operations[O]['output']> {
    if (this.#closed) throw unavailable('it is closed');
    this.#sendQueue();
    const id = this.#nextId++;
    return new Promise<Operations[O]['output']>((resolve, reject) => {
      this.#waiting.set(id, { resolve: resolve as (output: unknown) => void, reject });
      this.#post({ type: 'run', id, operation, input });
    });
  }

  #post(message: ToWorker): void {
    this.#worker ??= this.#start();
    this.#worker.postMessage(message);
  }

  #start(): Worker {
    const { workerProgram, file, logger } = this.#options;
    const worker = new Worker(workerProgram, {
      workerData: { file },
      execArgv: ['--disable-warning=ExperimentalWarning'],
    });
    worker.on('message', (message: FromWorker) => this.#receive(message));
    worker.on('error', (error) => logger.log('error', 'database thread failed', { error }));
    worker.once('exit', () => {
      if (this.#worker !== worker) return;
      this.#worker = null;
      this.#unstored = this.#queue.length;
      for (const waiting of this.#waiting.values()) waiting.reject(unavailable('its thread ended'));
      this.#waiting.clear();
    });
    return worker;
  }

  #receive(message: FromWorker): void {
    switch (message.type) {
      case 'opened':
        if (message.setAside !== null) this.#report(wasDamaged(message.setAside));
        return;
      case 'unusable':
        this.#report(unavailable(message.reason));
        return;
      case 'appended':
        this.#unstored -= message.count;
        if (message.dropped > 0) {
          this.#options.logger.log('error', 'records dropped', { count: message.dropped, why: message.reason });
        }
        return;
      case 'done':
        this.#take(message.id)?.resolve(message.output);
        return;
      case 'failed':
        this.#take(message.id)?.reject(unavailable(message.reason));
        return;
    }
  }

  #take(id: number): Waiting | undefined {
    const waiting = this.#waiting.get(id);
    this.#waiting.delete(id);
    return waiting;
  }

  #report(problem: AppError): void {
    this.#options.logger.log('error', 'database problem', { error: problem.message });
    this.#options.onProblem?.(problem);
  }
}

function unavailable(reason: string): AppError {
  return new AppError(
    'history/unavailable',
    `The database cannot be used: ${reason}. Free some disk space or restart Parley.`,
  );
}

function wasDamaged(setAside: string): AppError {
  const words = `The database was damaged. It was set aside as ${setAside} and a new one was begun: servers ask for approval again.`;
  return new AppError('history/unavailable', words, { data: { setAside } });
}
