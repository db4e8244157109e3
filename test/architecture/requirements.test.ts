/**
 * The list of claimed behaviours and the titles of the tests say the same.
 */
import { readdir, readFile } from 'node:fs/promises';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { requirements } from '../requirements.ts';

const test = path.resolve(import.meta.dirname, '..');

/** Ids cited in the titles of tests, each with the files that cite it; a test that is skipped outright does not count. */
async function citedIds(): Promise<Map<string, string[]>> {
  const cited = new Map<string, string[]>();
  const names = (await readdir(test, { recursive: true })).filter((name) => /\.test\.(ts|tsx|mjs)$/.test(name));
  for (const name of names) {
    const text = await readFile(path.join(test, name), 'utf8');
    for (const [, , title] of text.matchAll(/(?<!\.(?:skip|todo)\()([`'"])((?:\[[A-Z]\d+\])+) /g)) {
      for (const [, id] of title?.matchAll(/\[([A-Z]\d+)\]/g) ?? []) {
        if (id) cited.set(id, [...(cited.get(id) ?? []), name]);
      }
    }
  }
  return cited;
}

describe('requirements', () => {
  it('has a test for every claimed id', async () => {
    const cited = await citedIds();
    expect(Object.keys(requirements).filter((id) => !cited.has(id))).toEqual([]);
  });

  it('claims every id that a test cites', async () => {
    const unknown = [...(await citedIds())].filter(([id]) => !Object.hasOwn(requirements, id));
    expect(unknown).toEqual([]);
  });
});
