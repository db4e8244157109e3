/**
 * Stamps: what a finished step was made from. Written last, under a temporary name and renamed, so a stamp never lies
 * about a step that was cut off.
 */
import { createHash } from 'node:crypto';
import { mkdirSync, readFileSync, readdirSync, renameSync, writeFileSync } from 'node:fs';
import path from 'node:path';

/** @param {string} file @returns {string | null} */
export function readStamp(file) {
  try {
    return readFileSync(file, 'utf8').trim();
  } catch {
    return null;
  }
}

/** @param {string} file @param {string} value */
export function writeStamp(file, value) {
  mkdirSync(path.dirname(file), { recursive: true });
  const temporary = `${file}.${process.pid}.tmp`;
  writeFileSync(temporary, `${value}\n`);
  renameSync(temporary, file);
}

/**
 * SHA-256 over the names and contents of files and folders; what is missing counts as missing.
 * @param {string} base
 * @param {string[]} entries paths relative to base
 */
export function hashOf(base, entries) {
  const hash = createHash('sha256');
  for (const entry of entries) addToHash(hash, base, entry);
  return hash.digest('hex');
}

function addToHash(hash, base, entry) {
  const full = path.join(base, entry);
  let children;
  try {
    children = readdirSync(full, { withFileTypes: true });
  } catch (error) {
    if (error.code === 'ENOTDIR') hash.update(`${entry}\0`).update(readFileSync(full)).update('\0');
    else hash.update(`${entry}\0missing\0`);
    return;
  }
  children.sort((a, b) => (a.name < b.name ? -1 : 1));
  for (const child of children) addToHash(hash, base, `${entry}/${child.name}`);
}
