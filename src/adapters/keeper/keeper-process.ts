/**
 * The keeper: a tiny process that outlives a host which died, and ends what that host had started.
 *
 * Path: keeper.ts writes lines to its stdin -> here. Bundled to out/node/keeper.js.
 * Lines: `watch PGID`, `unwatch PGID`, `goodbye`. First argument: the marker's value.
 * Always: stdin's end without `goodbye` means the host died, however it died: every watched group and every marked
 * process gets SIGTERM, SIGKILL a second later; then the keeper ends too.
 */
import { createInterface } from 'node:readline';
import { setTimeout as delay } from 'node:timers/promises';
import { signalGroup } from '../process-group/process-group.ts';
import { endMarked } from './process-table.ts';

/** Between the polite and the hard signal after the host's death. */
const graceMs = 1_000;

/** Processes that still start others are chased this long. */
const limitMs = 10_000;

const markerValue = process.argv[2] ?? '';
const groups = new Set<number>();
let goodbye = false;

for (const name of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(name, () => {});

const lines = createInterface({ input: process.stdin, crlfDelay: Infinity });
lines.on('line', (line) => {
  const [verb, argument] = line.split(' ');
  const pgid = Number(argument);
  if (verb === 'goodbye') goodbye = true;
  else if (!Number.isSafeInteger(pgid) || pgid <= 1) return;
  else if (verb === 'watch') groups.add(pgid);
  else if (verb === 'unwatch') groups.delete(pgid);
});
lines.on('close', () => {
  void endAll().then(() => process.exit(0));
});

async function endAll(): Promise<void> {
  if (goodbye) return;
  const marked = markerValue === '' ? Promise.resolve(0) : endMarked(markerValue, { graceMs, limitMs });
  for (const pgid of groups) signalGroup(pgid, 'SIGTERM');
  await delay(graceMs);
  for (const pgid of groups) signalGroup(pgid, 'SIGKILL');
  await marked;
}
