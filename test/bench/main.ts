/**
 * `npm run bench`: the gates of DESIGN §9 with their peers in the same run; a table on stdout, results in bench/results.
 *
 * Options: `--only P1,P7`, `--rounds N`; `--table` measures nothing and writes the README's table from the latest results.
 * Exit 0 all gates passed, 1 one failed or was not measured, 2 wrong use.
 * Always: nothing the run started is left behind.
 */
import { mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { parseArgs } from 'node:util';
import type { Gate, GateResult, Row } from './gate.ts';
import { describeMachine } from './machine.ts';
import type { Machine } from './machine.ts';
import { writeReadmeTable } from './readme.ts';
import { resultsFolder } from './rigs/places.ts';
import { toTable } from './table.ts';

// Must stand before rtc-node is loaded: elsewhere than in production it logs every packet it has no use for.
process.env['NODE_ENV'] ??= 'production';
const { gates } = await import('./gates/gates.ts');

for (const name of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(name, () => process.exit(130));
process.exit(await main(gates));

async function main(all: readonly Gate[]): Promise<number> {
  const options = readOptions(all);
  if (options === null) return 2;
  if (options.table) {
    writeReadmeTable();
    return 0;
  }
  const machine = describeMachine();
  const rows: Row[] = [];
  const notes: string[] = [];
  for (const gate of options.chosen) {
    const result = await measure(gate, options.rounds);
    save(result, machine);
    rows.push(...result.rows);
    notes.push(...result.notes);
  }
  const { processor, cores, loadBefore, versions } = machine;
  process.stdout.write(
    `\n${processor}, ${String(cores)} cores, load ${String(loadBefore)} before the run, Node ${versions['node'] ?? ''}\n\n`,
  );
  process.stdout.write(`${toTable(rows)}\n\n${notes.map((note) => `${note}\n`).join('')}`);
  return rows.every(({ passed }) => passed) ? 0 : 1;
}

async function measure(gate: Gate, rounds: number | null): Promise<GateResult> {
  const startedAtMs = Date.now();
  const say = (text: string): void => void process.stderr.write(`${text}\n`);
  const result = await gate.run({ rounds, say });
  say(`${gate.id}: ${((Date.now() - startedAtMs) / 1000).toFixed(0)} s`);
  return result;
}

function save(result: GateResult, machine: Machine): void {
  const takenAt = new Date().toISOString();
  mkdirSync(resultsFolder, { recursive: true });
  const name = `${takenAt.slice(0, 16).replace(':', '')}-${result.id}.json`;
  writeFileSync(
    path.join(resultsFolder, name),
    `${JSON.stringify({ takenAt, machine, ...result }, roundFigures, 1)}\n`,
  );
}

/** A hundredth of a millisecond is finer than anything measured. */
function roundFigures(_key: string, value: unknown): unknown {
  return typeof value === 'number' ? Math.round(value * 100) / 100 : value;
}

interface Options {
  readonly chosen: readonly Gate[];
  readonly rounds: number | null;
  readonly table: boolean;
}

function readOptions(all: readonly Gate[]): Options | null {
  try {
    const { values } = parseArgs({
      options: { only: { type: 'string' }, rounds: { type: 'string' }, table: { type: 'boolean', default: false } },
    });
    const ids = values.only?.split(',').map((id) => id.trim().toUpperCase());
    const unknown = ids?.find((id) => !all.some((gate) => gate.id === id));
    if (unknown !== undefined) throw new Error(`There is no gate "${unknown}": ${all.map(({ id }) => id).join(', ')}.`);
    const rounds = values.rounds === undefined ? null : Number(values.rounds);
    if (rounds !== null && !(Number.isInteger(rounds) && rounds > 0))
      throw new Error('--rounds needs a whole number above 0.');
    return { chosen: ids ? all.filter(({ id }) => ids.includes(id)) : all, rounds, table: values.table };
  } catch (error) {
    process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
    return null;
  }
}
