/**
 * The demo's sample folder: a few small text files to be listed, read and added to.
 *
 * Always: what is already there is left as it is, whatever it holds; what is made here is for its owner only.
 */
import { mkdir, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';

const files: Readonly<Record<string, string>> = {
  'welcome.txt': 'Welcome to Parley. This folder is yours to play with: ask what is in it, or have a note written.\n',
  'shopping-list.txt': 'Bread\nApples\nCoffee\n',
  'notes/ideas.txt': 'Teach the parrot a new word.\n',
};

/** Creates the folder with its files where they are absent. A file that was deleted on purpose comes back only with a deleted folder. */
export async function createSampleFolder(folder: string): Promise<void> {
  const isNew = (await mkdir(folder, { recursive: true, mode: 0o700 })) !== undefined;
  if (!isNew) return;
  for (const [name, text] of Object.entries(files)) {
    const path = join(folder, name);
    await mkdir(dirname(path), { recursive: true, mode: 0o700 });
    await writeFile(path, text, { flag: 'wx', mode: 0o600 });
  }
}
