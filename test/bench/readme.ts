/**
 * The README's table of speed, made from the latest result of each gate between two markers.
 */
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import type { GateResult } from './gate.ts';
import type { Machine } from './machine.ts';
import { resultsFolder, root } from './rigs/places.ts';
import { toMarkdown } from './table.ts';

export interface StoredResult extends GateResult {
  readonly takenAt: string;
  readonly machine: Machine;
}

const begin = '<!-- bench: made by `npm run bench -- --table` -->';
const end = '<!-- /bench -->';

/** @throws where the README has no markers */
export function writeReadmeTable(): void {
  const file = path.join(root, 'README.md');
  writeFileSync(file, withTable(readFileSync(file, 'utf8'), toSection(latestResults())));
}

/** The text with the section between its markers, the rest as it was. */
export function withTable(text: string, section: string): string {
  const [from, to] = [text.indexOf(begin), text.indexOf(end)];
  if (from < 0 || to < from) throw new Error(`README.md needs the lines ${begin} and ${end}.`);
  return `${text.slice(0, from + begin.length)}\n\n${section}\n\n${text.slice(to)}`;
}

/** The table, and the machines and versions its figures belong to. */
export function toSection(results: readonly StoredResult[]): string {
  const ordered = [...results].sort((left, right) => Number(left.id.slice(1)) - Number(right.id.slice(1)));
  const sources = new Set(
    ordered.map(({ takenAt, machine }) => {
      const { processor, cores, memoryGiB, commit, versions } = machine;
      const used = ['node', 'livekit-server', '@livekit/agents'].map(
        (name) => `${name} ${versions[name] ?? 'unknown'}`,
      );
      return `${takenAt.slice(0, 10)}, ${processor}, ${String(cores)} cores, ${String(memoryGiB)} GiB, ${used.join(', ')}, commit ${commit}`;
    }),
  );
  return [toMarkdown(ordered.flatMap(({ rows }) => rows)), '', ...[...sources].map((source) => `- ${source}`)].join(
    '\n',
  );
}

/** One per gate. Names begin with the time they were taken at. */
function latestResults(): StoredResult[] {
  const latest = new Map<string, StoredResult>();
  for (const name of readdirSync(resultsFolder).sort()) {
    if (!name.endsWith('.json')) continue;
    const result = JSON.parse(readFileSync(path.join(resultsFolder, name), 'utf8')) as StoredResult;
    latest.set(result.id, result);
  }
  return [...latest.values()];
}
