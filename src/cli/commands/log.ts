/**
 * `parley log`: tool calls, newest first; with --follow as they end.
 */
import type { Command } from 'commander';
import type { CallRecord } from '../../contract/tools.ts';
import { AppError } from '../../contract/errors.ts';
import type { CommandLine, GlobalOptions } from '../command-line.ts';
import { globalOptions } from '../global-options.ts';
import { parseCount } from '../parse-arguments.ts';
import { shorten, toDuration, toTable, toTime } from '../table.ts';

interface LogOptions {
  readonly follow?: boolean;
  readonly server?: string;
  readonly search?: string;
  readonly limit: number;
}

/** The most that one request of the bridge returns. */
const pageSize = 1000;

export function addLogCommand(program: Command, line: CommandLine): void {
  program
    .command('log')
    .description('list tool calls, newest first')
    .option('--follow', 'print calls as they end, until interrupted (with --json one record a line)')
    .option('--server <name>', 'only calls of this server')
    .option('--search <text>', 'only calls with this text in tool, arguments, result or error')
    .option('--limit <count>', 'at most this many', parseCount, 100)
    .action(async (options: LogOptions, command: Command) => {
      const globals = globalOptions(command, line);
      await (options.follow ? follow(options, globals, line) : list(options, globals, line));
    });
}

async function list(options: LogOptions, globals: GlobalOptions, line: CommandLine): Promise<void> {
  const { bridge } = await line.connect(globals, { host: 'optional' });
  const limit = Math.min(options.limit, pageSize);
  const { server, search } = options;
  const records = await bridge.invoke('log.list', {
    limit,
    ...(server === undefined ? {} : { server }),
    ...(search === undefined ? {} : { search }),
  });
  if (globals.json) line.printJson(records);
  else if (records.length === 0) line.print('No tool calls yet.');
  else line.print(toTable(['TIME', 'SERVER', 'TOOL', 'TOOK', 'OUTCOME', 'ARGUMENTS'], records.map(toRow)));
}

async function follow(options: LogOptions, globals: GlobalOptions, line: CommandLine): Promise<void> {
  const { bridge, ended } = await line.connect(globals, { host: 'needed' });
  bridge.subscribe('log.added', (message) => {
    if (message.type !== 'event' || !matches(message.payload, options)) return;
    line.print(globals.json ? JSON.stringify(message.payload) : toRow(message.payload).join('  '));
  });
  await ended;
  throw new AppError('host/not-running', 'Parley has ended.');
}

function matches(record: CallRecord, { server, search }: LogOptions): boolean {
  if (server !== undefined && record.server !== server) return false;
  if (search === undefined) return true;
  const text = JSON.stringify([record.tool, record.arguments, record.result, record.error]);
  return text.toLowerCase().includes(search.toLowerCase());
}

function toRow(record: CallRecord): string[] {
  return [
    toTime(record.startedAtMs),
    shorten(record.server, 24),
    shorten(record.tool, 32),
    toDuration(record.durationMs),
    record.error === null ? 'done' : shorten(record.error, 60),
    shorten(JSON.stringify(record.arguments) ?? '', 80),
  ];
}
