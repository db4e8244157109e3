/**
 * Gives a file a second name beside it, `<stem>.broken-<time>.json`, so that its place may be written again.
 *
 * Always: nothing that has that name already is overwritten; the file itself stays where it is.
 */
import { copyFile, constants, link } from 'node:fs/promises';
import path from 'node:path';

/** Returns the name that was free. */
export async function keepAside(file: string): Promise<string> {
  const { dir, name: stem, ext } = path.parse(file);
  const time = new Date().toISOString().replaceAll(':', '-');
  for (let attempt = 1; ; attempt++) {
    const name = `${stem}.broken-${time}${attempt === 1 ? '' : `-${attempt}`}${ext}`;
    try {
      await giveName(file, path.join(dir, name));
      return name;
    } catch (thrown) {
      const taken = thrown instanceof Error && 'code' in thrown && thrown.code === 'EEXIST';
      if (!taken || attempt === 100) throw thrown;
    }
  }
}

/** Not every file system has links; a copy does as well. */
async function giveName(file: string, other: string): Promise<void> {
  try {
    await link(file, other);
  } catch (thrown) {
    if (thrown instanceof Error && 'code' in thrown && thrown.code === 'EEXIST') throw thrown;
    await copyFile(file, other, constants.COPYFILE_EXCL);
  }
}
