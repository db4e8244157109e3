/**
 * Reads a key from standard input: what was piped, or one line that a person pastes and nobody sees.
 *
 * Always: no space around it, which a copy often brings along and no key has.
 */
import type { Terminal } from './terminal.ts';
import { UsageError } from './usage-error.ts';

/** @throws {UsageError} where nothing came */
export async function readKey(terminal: Terminal): Promise<string> {
  const given = terminal.isTyped
    ? await terminal.askHidden('Paste the key, then press Enter.\n')
    : await terminal.readInput();
  const key = given.trim();
  if (key === '') throw new UsageError('Nothing came on standard input; give the key there.');
  return key;
}
