/**
 * `parley history`: the conversations that are kept.
 */
import type { Command } from 'commander';
import { ConversationId } from '../../contract/ids.ts';
import type { Conversation } from '../../contract/history.ts';
import { ExportFormat } from '../../contract/history.ts';
import type { CommandLine } from '../command-line.ts';
import { globalOptions } from '../global-options.ts';
import { parseCount } from '../parse-arguments.ts';
import { escapeJson, printable, shorten, toTable, toTime } from '../table.ts';
import { UsageError } from '../usage-error.ts';

/** The bridge lists no more at once. */
const mostListed = 1000;

export function addHistoryCommands(program: Command, line: CommandLine): void {
  const history = program.command('history').description('conversations that are kept on this computer');
  addList(history, line);
  addShow(history, line);
  addExport(history, line);
  addDelete(history, line);
}

function addList(history: Command, line: CommandLine): void {
  history
    .command('list')
    .description('list conversations, latest first')
    .option('--search <text>', 'only those in which these words were said')
    .option('--limit <count>', `at most this many, up to ${mostListed}`, parseLimit, 100)
    .action(async ({ search, limit }: { search?: string; limit: number }, command: Command) => {
      const globals = globalOptions(command, line);
      const { bridge } = await line.connect(globals, { host: 'optional' });
      const conversations = await bridge.invoke('history.list', {
        limit,
        ...(search === undefined ? {} : { search }),
      });
      if (globals.json) line.printJson(conversations);
      else if (conversations.length === 0) line.print('No conversations are kept.');
      else line.print(toTable(['ID', 'LATEST', 'ROOM', 'TURNS', 'ABOUT'], conversations.map(toRow)));
    });
}

function addShow(history: Command, line: CommandLine): void {
  history
    .command('show')
    .description('print one conversation')
    .argument('<id>', 'as "parley history list" shows it')
    .action(async (id: string, _options: unknown, command: Command) => {
      const globals = globalOptions(command, line);
      const { bridge } = await line.connect(globals, { host: 'optional' });
      const shown = await bridge.invoke('history.show', { id: idOf(id) });
      if (globals.json) return line.printJson(shown);
      for (const { speaker, text, startedAtMs } of shown.turns) {
        line.print(`${toTime(startedAtMs)}  ${printable(speaker.name)}: ${printable(text)}`);
      }
    });
}

function addExport(history: Command, line: CommandLine): void {
  history
    .command('export')
    .description('print one conversation as a file to keep')
    .argument('<id>', 'as "parley history list" shows it')
    .option('--format <format>', 'markdown or json', 'markdown')
    .action(async (id: string, options: { format: string }, command: Command) => {
      const globals = globalOptions(command, line);
      const format = ExportFormat.safeParse(globals.json ? 'json' : options.format);
      if (!format.success) throw new UsageError(`"${options.format}" is not a format; write markdown or json.`);
      const { bridge } = await line.connect(globals, { host: 'optional' });
      const { text } = await bridge.invoke('history.export', { id: idOf(id), format: format.data });
      line.print(format.data === 'json' ? escapeJson(text.trimEnd()) : text.trimEnd());
    });
}

function addDelete(history: Command, line: CommandLine): void {
  history
    .command('delete')
    .description('delete one conversation, or all of them, for good')
    .argument('[id]', 'as "parley history list" shows it')
    .option('--all', 'every conversation')
    .action(async (id: string | undefined, { all }: { all?: boolean }, command: Command) => {
      const globals = globalOptions(command, line);
      if ((id === undefined) === (all === undefined)) throw new UsageError('Name one conversation, or give --all.');
      const { bridge } = await line.connect(globals, { host: 'optional' });
      const which = id === undefined ? { all: true as const } : { id: idOf(id) };
      const { deleted } = await bridge.invoke('history.delete', which);
      if (globals.json) line.printJson({ deleted });
      else line.print(deleted === 1 ? 'One conversation is deleted.' : `${deleted} conversations are deleted.`);
    });
}

function parseLimit(text: string): number {
  const limit = parseCount(text);
  if (limit > mostListed) throw new UsageError(`At most ${mostListed} conversations are listed; narrow with --search.`);
  return limit;
}

function idOf(text: string): ConversationId {
  const id = ConversationId.safeParse(text);
  if (!id.success) throw new UsageError(`"${shorten(text, 70)}" is not the id of a conversation.`);
  return id.data;
}

const toRow = ({ id, endedAtMs, room, turns, title, found }: Conversation): string[] => [
  id,
  toTime(endedAtMs),
  room,
  String(turns),
  shorten(found ?? title, 80),
];
