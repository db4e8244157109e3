/**
 * Reads the configurations that other programs keep on this computer.
 *
 * Path: core/mcp/importer.ts -> here -> the files. Always: nothing is written.
 */
import { readFile, stat } from 'node:fs/promises';
import { AppError, ClientName } from '../../contract/index.ts';
import type { ClientConfigs } from '../../core/ports.ts';
import { filesOfClient } from './client-config-files.ts';
import type { ClientHome } from './client-config-files.ts';

/** A configuration is small; beyond this it is something else. */
const largestBytes = 2_000_000;

export class FileClientConfigs implements ClientConfigs {
  readonly #machine: ClientHome;

  constructor(machine: ClientHome) {
    this.#machine = machine;
  }

  async find(): Promise<{ client: ClientName; file: string }[]> {
    const found = await Promise.all(
      ClientName.options.map(async (client) => {
        for (const file of filesOfClient(client, this.#machine)) {
          const text = await readText(file);
          if (text !== null && mayHoldServers(text)) return [{ client, file }];
        }
        return [];
      }),
    );
    return found.flat();
  }

  async read(client: ClientName): Promise<{ file: string; text: string }> {
    const files = filesOfClient(client, this.#machine);
    for (const file of files) {
      const text = await readText(file);
      if (text !== null && (mayHoldServers(text) || file === files.at(-1))) return { file, text };
    }
    throw new AppError('import/nothing-found', `No configuration of ${client} was found at ${files.join(' or ')}.`);
  }
}

/** A program that has no servers often has a file all the same. */
function mayHoldServers(text: string): boolean {
  return /"(?:mcpServers|servers|mcp)"\s*:\s*\{\s*(?!\s*\})/.test(text);
}

async function readText(file: string): Promise<string | null> {
  try {
    const { size } = await stat(file);
    return size > largestBytes ? null : await readFile(file, 'utf8');
  } catch {
    return null;
  }
}
