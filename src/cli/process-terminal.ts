/**
 * The terminal of this very process.
 */
import { createInterface } from 'node:readline/promises';
import { Writable } from 'node:stream';
import { text } from 'node:stream/consumers';
import type { Terminal } from './terminal.ts';

export function createProcessTerminal(): Terminal {
  // A reader that went away (`parley log | head`) is no mistake of ours.
  process.stdout.on('error', () => process.exit(0));
  return {
    out: (written) => void process.stdout.write(written),
    err: (written) => void process.stderr.write(written),
    interactive: process.stdin.isTTY === true && process.stdout.isTTY === true,
    isTyped: process.stdin.isTTY === true,
    colored: process.stdout.isTTY === true && !process.env['NO_COLOR'],
    readInput: () => text(process.stdin),
    ask: async (question) => {
      const lines = createInterface({ input: process.stdin, output: process.stderr });
      try {
        return await lines.question(question);
      } finally {
        lines.close();
      }
    },
    askHidden,
    onInterrupted: (listener) => {
      for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.once(signal, listener);
    },
  };
}

/** The terminal is raw meanwhile, so that it shows nothing by itself, and gives Ctrl+C as a character. */
async function askHidden(question: string): Promise<string> {
  process.stderr.write(question);
  const nowhere = new Writable({ write: (_chunk, _encoding, done) => done() });
  const lines = createInterface({ input: process.stdin, output: nowhere, terminal: true });
  try {
    return await new Promise<string>((resolve) => {
      lines.once('line', resolve);
      lines.once('close', () => resolve(''));
      lines.once('SIGINT', () => {
        lines.close();
        process.kill(process.pid, 'SIGINT');
      });
    });
  } finally {
    lines.close();
  }
}

/** Waits until what was written has left, so that an exit cuts nothing off. */
export async function flushOutput(): Promise<void> {
  const flushed = (stream: NodeJS.WriteStream): Promise<void> =>
    new Promise((resolve) => stream.write('', () => resolve()));
  await Promise.all([flushed(process.stdout), flushed(process.stderr)]);
}

/** Node's note that its SQLite may change is nothing the person at the terminal can act on; other warnings stay. */
export function silenceExperimentalWarnings(): void {
  process.removeAllListeners('warning');
  process.on('warning', (warning) => {
    if (warning.name !== 'ExperimentalWarning') process.stderr.write(`${warning.name}: ${warning.message}\n`);
  });
}
