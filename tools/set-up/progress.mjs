/**
 * What the set-up says, on stderr only: stdout belongs to the program that is started (its JSON line).
 */

/** How many of a failed program's last lines are shown. */
const shownLines = 12;

/** A failure a person can act on: one sentence with what to do, the program's own last words below it. */
export class SetupError extends Error {
  /** @param {string} message @param {string} [details] */
  constructor(message, details = '') {
    super(message);
    this.name = 'SetupError';
    this.details = details;
  }
}

/** @param {string} text */
export function say(text) {
  process.stderr.write(`[parley] ${text}\n`);
}

/** @param {number} sinceMs */
export function seconds(sinceMs) {
  return `${((Date.now() - sinceMs) / 1000).toFixed(1)} s`;
}

/**
 * Says what begins, repeats it every 15 s while it lasts, and says how long it took.
 * @template T
 * @param {string} what
 * @param {() => Promise<T>} work
 */
export async function withProgress(what, work) {
  const startedAtMs = Date.now();
  say(`${what} …`);
  const reminder = setInterval(() => say(`${what} … (${seconds(startedAtMs)})`), 15_000);
  try {
    const result = await work();
    say(`${what}: done in ${seconds(startedAtMs)}`);
    return result;
  } finally {
    clearInterval(reminder);
  }
}

/** Prints a failure and ends with exit code 1. @param {unknown} error */
export function failWith(error) {
  if (error instanceof SetupError) {
    if (error.details) process.stderr.write(`${error.details.trimEnd().split('\n').slice(-shownLines).join('\n')}\n`);
    say(error.message);
  } else {
    const code = error && typeof error === 'object' && 'code' in error ? error.code : undefined;
    say(explainSystemError(code) ?? `Unexpected: ${error instanceof Error ? error.stack : String(error)}`);
  }
  process.exit(1);
}

function explainSystemError(code) {
  if (code === 'ENOSPC') return 'The disk is full: make some room (about 3 GB), then run the same command again.';
  if (code === 'EACCES' || code === 'EPERM' || code === 'EROFS') {
    return 'The project folder cannot be written: give yourself the right to write to it, then run the same command again.';
  }
  return undefined;
}
