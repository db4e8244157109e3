/**
 * docs/architecture.md ends with the path of a spoken word as a list of files; a list that names no file any more misleads.
 */
import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { expect, test } from 'vitest';

const root = path.resolve(import.meta.dirname, '../..');

/** Every file that the list names, in order; a bare name lies in the folder of the file before it. */
function filesOnThePath(text: string): string[] {
  let folder = '';
  const names = [...text.slice(text.indexOf('## The path of a spoken word')).matchAll(/`([\w./-]+\.tsx?)`/g)];
  return names.map(([, name = '']) => {
    if (!name.includes('/')) return path.posix.join(folder, name);
    folder = path.posix.dirname(name);
    return name;
  });
}

const files = filesOnThePath(readFileSync(path.join(root, 'docs/architecture.md'), 'utf8'));

test('every file on the path of a spoken word exists', () => {
  expect(files.length).toBeGreaterThan(20);
  expect(files.filter((file) => !existsSync(path.join(root, file)))).toEqual([]);
});

test('the path of a spoken word names each file once, so that a reader opens it once', () => {
  expect(files.filter((file, index) => files.indexOf(file) !== index)).toEqual([]);
});
