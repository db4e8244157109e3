/**
 * Where a text stands among files, looked for as bytes.
 */
import { readdir, readFile, stat } from 'node:fs/promises';
import path from 'node:path';

/** Files below the folder that hold the text, by their paths from there. */
export async function filesWith(folder: string, text: string): Promise<string[]> {
  const found: string[] = [];
  for (const name of await readdir(folder, { recursive: true })) {
    const file = path.join(folder, name);
    try {
      if ((await stat(file)).isFile() && (await readFile(file)).includes(text)) found.push(name);
    } catch (error) {
      // A running host took it away meanwhile.
      if ((error as NodeJS.ErrnoException).code !== 'ENOENT') throw error;
    }
  }
  return found.sort();
}
