/**
 * Runs programs for the set-up: quietly with their last words kept, or in the foreground with signals passed on.
 *
 * Always: every child is ended with us when we get SIGTERM, SIGINT or SIGHUP; a quiet child is a process group of its own,
 * so that ending it ends its children too (npm's install scripts, Go's compilers).
 */
import { spawn } from 'node:child_process';
import { constants } from 'node:os';

const tailSizeBytes = 16_384;
const quietGroups = new Set();
let quietHandlersInstalled = false;

/** Signal → exit code, as shells have it. @param {NodeJS.Signals} signal */
function signalExitCode(signal) {
  return 128 + (constants.signals[signal] ?? 1);
}

/** Exit code in words, with the signal that it stands for. @param {number} code */
export function exitCodeWords(code) {
  const [signal] = Object.entries(constants.signals).find(([, number]) => 128 + number === code) ?? [];
  return `exit code ${code}${signal ? ` (${signal})` : ''}`;
}

function endQuietGroups(signal) {
  for (const pid of quietGroups) endGroup(pid, signal);
}

function endGroup(pid, signal) {
  try {
    if (process.platform === 'win32') process.kill(pid, signal);
    else process.kill(-pid, signal);
  } catch {
    // already gone
  }
}

function installQuietHandlers() {
  if (quietHandlersInstalled) return;
  quietHandlersInstalled = true;
  for (const signal of ['SIGTERM', 'SIGINT', 'SIGHUP']) {
    process.on(signal, () => {
      if (quietGroups.size === 0) return;
      endQuietGroups('SIGTERM');
      setTimeout(() => {
        endQuietGroups('SIGKILL');
        process.exit(signalExitCode(signal));
      }, 3000).unref();
      waitUntilNoGroup(() => process.exit(signalExitCode(signal)));
    });
  }
  process.on('exit', () => endQuietGroups('SIGKILL'));
}

function waitUntilNoGroup(done) {
  const check = setInterval(() => {
    if (quietGroups.size > 0) return;
    clearInterval(check);
    done();
  }, 50);
}

/**
 * Runs a program without showing its output. Resolves with its exit code and the last 16 KB it wrote.
 * @param {string} file
 * @param {string[]} args
 * @param {{ cwd?: string, env?: NodeJS.ProcessEnv, signal?: AbortSignal, timeoutMs?: number, onStarted?: (pid: number) => void }} [options]
 * @returns {Promise<{ code: number, output: string, missing: boolean }>}
 */
export function runQuietly(file, args, options = {}) {
  installQuietHandlers();
  return new Promise((resolve) => {
    let output = '';
    const keep = (chunk) => {
      output = (output + chunk).slice(-tailSizeBytes);
    };
    const child = spawn(file, args, {
      cwd: options.cwd,
      env: options.env ?? process.env,
      stdio: ['ignore', 'pipe', 'pipe'],
      detached: process.platform !== 'win32',
    });
    const end = () => child.pid && endGroup(child.pid, 'SIGKILL');
    const deadline = options.timeoutMs ? setTimeout(end, options.timeoutMs) : undefined;
    const settle = (result) => {
      clearTimeout(deadline);
      options.signal?.removeEventListener('abort', end);
      if (child.pid) quietGroups.delete(child.pid);
      resolve(result);
    };
    if (child.pid) {
      quietGroups.add(child.pid);
      options.onStarted?.(child.pid);
    }
    options.signal?.addEventListener('abort', end);
    child.stdout.on('data', keep);
    child.stderr.on('data', keep);
    child.on('error', (error) => settle({ code: 127, output: error.message, missing: error.code === 'ENOENT' }));
    child.on('close', (code) => settle({ code: code ?? 1, output, missing: false }));
  });
}

/** @typedef {'inherit' | ((chunk: Buffer) => void)} Output */

/**
 * Runs a program in the foreground and resolves with its exit code. SIGTERM and SIGHUP are passed on, SIGINT where no terminal
 * has sent it to the child already; a child that ignores them is killed after 8 s, to be gone
 * within 10 s also on a busy machine.
 * @param {string} file
 * @param {string[]} args
 * @param {{ cwd?: string, env?: NodeJS.ProcessEnv, stdout?: Output, stderr?: Output }} [options] without one, ours is the child's
 * @returns {Promise<number>}
 */
export function runInForeground(file, args, options = {}) {
  return new Promise((resolve, reject) => {
    const watched = ['stdout', 'stderr'].filter((name) => typeof options[name] === 'function');
    const stdio = (name) => (watched.includes(name) ? 'pipe' : 'inherit');
    const child = spawn(file, args, {
      cwd: options.cwd,
      env: options.env ?? process.env,
      stdio: ['inherit', stdio('stdout'), stdio('stderr')],
    });
    let killTimer;
    const pass = (signal) => {
      const terminalSentIt = signal === 'SIGINT' && process.stdin.isTTY;
      if (!terminalSentIt) child.kill(signal);
      killTimer ??= setTimeout(() => child.kill('SIGKILL'), 8000);
    };
    const signals = ['SIGTERM', 'SIGINT', 'SIGHUP'];
    for (const signal of signals) process.on(signal, pass);
    const settle = () => {
      clearTimeout(killTimer);
      for (const signal of signals) process.off(signal, pass);
    };
    for (const name of watched) child[name].on('data', options[name]);
    child.on('error', (error) => (settle(), reject(error)));
    child.on('close', (code, signal) => (settle(), resolve(signal ? signalExitCode(signal) : (code ?? 1))));
  });
}
