/**
 * Replaces a file so that at every moment, power cuts and full disks included, the old or the new text is there, whole.
 *
 * Always: the text is written to a file of its own (0600) and synced before the rename; the folder is synced after it.
 * A symbolic link at the path is followed and stays.
 */
import { open, realpath, rename, rm } from 'node:fs/promises';
import path from 'node:path';

let count = 0;

/** Ends every name of a file that a killed write may leave behind. */
export const unfinishedSuffix = '.unfinished';

export async function writeDurably(file: string, text: string): Promise<void> {
  const target = await realpath(file).catch(() => file);
  const unfinished = `${target}.${process.pid}-${++count}${unfinishedSuffix}`;
  try {
    const handle = await open(unfinished, 'wx', 0o600);
    try {
      await handle.writeFile(text);
      await handle.sync();
    } finally {
      await handle.close();
    }
    await rename(unfinished, target);
  } catch (thrown) {
    await rm(unfinished, { force: true }).catch(() => undefined);
    throw thrown;
  }
  await syncFolder(path.dirname(target));
}

/** Windows cannot open a folder; a rename is journalled there. */
async function syncFolder(folder: string): Promise<void> {
  if (process.platform === 'win32') return;
  const handle = await open(folder, 'r');
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
}
