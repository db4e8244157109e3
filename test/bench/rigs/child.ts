/**
 * Child processes of the bench: each a group of its own, all ended with the bench, however it ends.
 *
 * Always: `end` resolves when the process is gone; a rig process ends by itself when its channel closes (see `endWithParent`).
 */
import { fork, spawn } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { realPid } from '../../fixtures/real-pid.ts';

export interface Child<Message> {
  readonly pid: number;
  send(message: object): void;
  /** The next message that is accepted, from now on; rejects when the process ends first. */
  next<M extends Message>(accepts: (message: Message) => message is M): Promise<M>;
  onMessage(listener: (message: Message) => void): void;
  /** The last words on stderr and stdout. */
  readonly output: () => string;
  end(): Promise<void>;
}

/** What a rig process that only has to be there tells; a `log` is for people. */
export type RigMessage = { readonly type: 'ready' } | { readonly type: 'log'; readonly text: string };

const alive = new Set<ChildProcess>();
process.on('exit', () => {
  for (const child of alive) signal(child, 'SIGKILL');
});

/** Starts one of our own files, with a message channel. */
export function startRig<Message extends object>(
  file: string,
  args: readonly string[] = [],
  environment: NodeJS.ProcessEnv = {},
): Child<Message> {
  const child = fork(file, args, {
    detached: true,
    env: { ...process.env, ...environment },
    stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
    serialization: 'advanced',
  });
  return watch<Message>(child, 2_000);
}

/** Starts a program; its JSON lines on stdout are its messages. */
export function startProgram<Message extends object>(
  args: readonly string[],
  environment: NodeJS.ProcessEnv,
  graceMs: number,
): Child<Message> {
  const child = spawn(process.execPath, args, { detached: true, stdio: ['ignore', 'pipe', 'pipe'], env: environment });
  return watch<Message>(child, graceMs);
}

function watch<Message extends object>(child: ChildProcess, graceMs: number): Child<Message> {
  alive.add(child);
  const listeners = new Set<(message: Message) => void>();
  const tell = (message: Message): void => [...listeners].forEach((listener) => listener(message));
  let output = '';
  const keep = (chunk: Buffer): void => void (output = (output + chunk.toString('utf8')).slice(-8_000));
  child.stderr?.on('data', keep);
  child.stdout?.on('data', keep);
  readJsonLines(child, (message) => tell(message as Message));
  child.on('message', (message) => tell(message as Message));
  const ended = new Promise<void>((resolve) => {
    child.once('error', () => resolve());
    child.once('close', () => resolve());
  }).then(() => void alive.delete(child));
  return {
    pid: realPid(child.pid),
    send: (message) => void child.send?.(message),
    onMessage: (listener) => void listeners.add(listener),
    next: (accepts) =>
      new Promise((resolve, reject) => {
        const listener = (message: Message): void => {
          if (!accepts(message)) return;
          listeners.delete(listener);
          resolve(message);
        };
        listeners.add(listener);
        void ended.then(() => reject(new Error(`A process of the bench ended: ${output.trim().slice(-800)}`)));
      }),
    output: () => output,
    end: async () => {
      signal(child, 'SIGTERM', false);
      const timer = setTimeout(() => signal(child, 'SIGKILL'), graceMs);
      await ended;
      clearTimeout(timer);
      signal(child, 'SIGKILL');
    },
  };
}

function readJsonLines(child: ChildProcess, tell: (message: unknown) => void): void {
  if (child.channel) return;
  let rest = '';
  child.stdout?.on('data', (chunk: Buffer) => {
    const lines = (rest + chunk.toString('utf8')).split('\n');
    rest = lines.pop() ?? '';
    for (const line of lines) if (line.startsWith('{')) tell(JSON.parse(line));
  });
}

/** To the whole group, or (`group` false) to the process alone. One that is gone is no error. */
function signal(child: ChildProcess, name: NodeJS.Signals, group = true): void {
  if (!child.pid) return;
  try {
    process.kill(group && process.platform !== 'win32' ? -child.pid : child.pid, name);
  } catch {
    // It is gone already.
  }
}

/** For a rig process: its whole group ends when the bench does. */
export function endWithParent(): void {
  process.on('disconnect', () => {
    process.kill(process.platform === 'win32' ? process.pid : -process.pid, 'SIGKILL');
  });
}
