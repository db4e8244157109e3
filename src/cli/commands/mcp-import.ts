/**
 * `parley mcp import`: servers from another client's configuration file. Importing is the owner's own act, so it approves.
 */
import { readFile } from 'node:fs/promises';
import type { Command } from 'commander';
import type { ServerApproval, ServerView } from '../../contract/mcp.ts';
import { AppError } from '../../contract/errors.ts';
import type { CommandLine } from '../command-line.ts';
import { confirmEntries } from '../confirm-entries.ts';
import { globalOptions } from '../global-options.ts';
import { serverFacts, serverTable } from '../server-table.ts';
import { printable } from '../table.ts';
import { approvalOption } from './mcp-add.ts';

interface ImportOptions {
  readonly approval: ServerApproval;
  readonly replace?: boolean;
  readonly yes?: boolean;
}

export function addMcpImportCommand(mcp: Command, line: CommandLine): void {
  mcp
    .command('import')
    .description("add the servers of another client's JSON file")
    .argument('<file>', 'the file, for example claude_desktop_config.json')
    .addOption(approvalOption())
    .option('--replace', 'replace servers of the same names')
    .option('--yes', 'do not ask')
    .action(async (file: string, options: ImportOptions, command: Command) => {
      const globals = globalOptions(command, line);
      const { readServerConfig } = await import('../../app/import-config.ts');
      const { servers, skipped } = readServerConfig(await readText(file));
      for (const { name, reason } of skipped)
        line.terminal.err(`${printable(name)} is left out: ${printable(reason)}\n`);
      if (servers.length === 0) throw new AppError('import/nothing-found', 'None of its servers can be used.');
      const entries = servers.map(({ name, entry }) => ({ name, entry: { ...entry, approval: options.approval } }));
      await confirmEntries(line, entries, options.yes === true);
      const { bridge } = await line.connect(globals, { host: 'optional' });
      const added: ServerView[] = [];
      for (const { name, entry } of entries) {
        added.push(await bridge.invoke('mcp.add', { name, entry, ...(options.replace ? { replace: true } : {}) }));
      }
      if (globals.json) line.printJson(added.map(serverFacts));
      else line.print(serverTable(added));
    });
}

async function readText(file: string): Promise<string> {
  try {
    return await readFile(file, 'utf8');
  } catch (error) {
    throw new AppError('import/nothing-found', `The file ${file} cannot be read.`, { cause: error });
  }
}
