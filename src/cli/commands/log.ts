/**
 * `parley log`: tool calls, newest first; with --follow as they end.
 */
import { Option } from 'commander';
import type { Command } from 'commander';
import type { Bridge } from '../../contract/bridge.ts';
import { callOutcome } from '../../contract/call-outcome.ts';
import { callHasWords } from '../../contract/call-search.ts';
import { CallOutcome } from '../../contract/log.ts';
import type { CallCursor, LogFilter } from '../../contract/log.ts';
import type { CallRecord } from '../../contract/tools.ts';
import { AppError } from '../../contract/errors.ts';
import type { CommandLine, GlobalOptions } from '../command-line.ts';
import { globalOptions } from '../global-options.ts';
import { parseCount, parseDuration } from '../parse-arguments.ts';
import { shorten, toDuration, toJson, toTable, toTime } from '../table.ts';

interface LogOptions {
  readonly follow?: boolean;
  readonly server?: string;
  readonly search?: string;
  readonly outcome?: CallOutcome;
  readonly since?: number;
  readonly limit?: number;
  readonly ndjson?: boolean;
}

/** So many calls are asked for at a time. */
const pageSize = 500;
/** So many are listed where no number is given. */
const usualLimit = 100;

export function addLogCommand(program: Command, line: CommandLine): void {
  program
    .command('log')
    .description('list tool calls, newest first')
    .option('--follow', 'print calls as they end, until interrupted (with --json or --ndjson one record a line)')
    .option('--server <name>', 'only calls of this server')
    .option('--search <text>', 'only calls with these words in server, device, tool, arguments, result or error')
    .addOption(new Option('--outcome <outcome>', 'only calls that ended so').choices(CallOutcome.options))
    .option('--since <duration>', 'only calls that started within the last 10m, 2h, 7d', parseDuration)
    .option('--limit <count>', `at most this many (${usualLimit} where none is given)`, parseCount)
    .option('--ndjson', 'print every call as one JSON record a line')
    .action(async (options: LogOptions, command: Command) => {
      const globals = globalOptions(command, line);
      const run = options.follow ? follow : options.ndjson ? exportLines : list;
      await run(options, globals, line);
    });
}

async function list(options: LogOptions, globals: GlobalOptions, line: CommandLine): Promise<void> {
  const { bridge } = await line.connect(globals, { host: 'optional' });
  const records: CallRecord[] = [];
  for await (const page of pages(bridge, options, options.limit ?? usualLimit)) records.push(...page);
  if (globals.json) line.printJson(records);
  else if (records.length === 0) line.print(isNarrowed(options) ? 'No tool call fits.' : 'No tool calls yet.');
  else line.print(toTable(['TIME', 'SERVER', 'TOOL', 'TOOK', 'OUTCOME', 'ARGUMENTS'], records.map(toRow)));
}

/** Page after page, so that neither this program nor the host holds more than one. */
async function exportLines(options: LogOptions, globals: GlobalOptions, line: CommandLine): Promise<void> {
  const { bridge } = await line.connect(globals, { host: 'optional' });
  for await (const page of pages(bridge, options, options.limit ?? Infinity))
    line.terminal.out(page.map((record) => `${toJson(record)}\n`).join(''));
}

async function* pages(bridge: Bridge, options: LogOptions, limit: number): AsyncGenerator<CallRecord[]> {
  const filter = toFilter(options, Date.now());
  let after: CallCursor | undefined;
  for (let left = limit; left > 0;) {
    const page = await bridge.invoke('log.list', {
      ...filter,
      limit: Math.min(left, pageSize),
      ...(after && { after }),
    });
    const last = page.at(-1);
    if (!last) return;
    yield page;
    left -= page.length;
    after = { startedAtMs: last.startedAtMs, id: last.id };
  }
}

function toFilter({ server, search, outcome, since }: LogOptions, nowMs: number): LogFilter {
  return {
    ...(server !== undefined && { server }),
    ...(search !== undefined && { search }),
    ...(outcome !== undefined && { outcome }),
    ...(since !== undefined && { sinceMs: nowMs - since }),
  };
}

const isNarrowed = ({ server, search, outcome, since }: LogOptions): boolean =>
  [server, search, outcome, since].some((choice) => choice !== undefined);

async function follow(options: LogOptions, globals: GlobalOptions, line: CommandLine): Promise<void> {
  const { bridge, ended } = await line.connect(globals, { host: 'needed' });
  bridge.subscribe('log.added', (message) => {
    if (message.type !== 'event' || !matches(message.payload, options)) return;
    line.print(globals.json || options.ndjson ? toJson(message.payload) : toRow(message.payload).join('  '));
  });
  await ended;
  throw new AppError('host/not-running', 'Parley has ended.');
}

/** Told as it ends, a record has its long texts cut; the list searches them further. */
function matches(record: CallRecord, { server, search, outcome }: LogOptions): boolean {
  if (server !== undefined && record.server !== server) return false;
  if (outcome !== undefined && callOutcome(record) !== outcome) return false;
  return search === undefined || callHasWords(record, search);
}

const outcomeWords: { readonly [O in CallOutcome]: string } = {
  done: 'done',
  toolError: 'tool error',
  failed: 'failed',
  denied: 'denied',
  expired: 'expired',
};

function toRow(record: CallRecord): string[] {
  return [
    toTime(record.startedAtMs),
    shorten(record.server, 24),
    shorten(record.tool, 32),
    toDuration(record.durationMs),
    record.error === null ? outcomeWords[callOutcome(record)] : shorten(record.error, 60),
    shorten(JSON.stringify(record.arguments) ?? '', 80),
  ];
}
