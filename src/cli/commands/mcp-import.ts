/**
 * `parley mcp import` and `export`: servers from and for other programs' configurations. Importing is the owner's own act, so
 * it approves.
 */
import { readFile } from 'node:fs/promises';
import { Option } from 'commander';
import type { Command } from 'commander';
import { AppError } from '../../contract/errors.ts';
import { ClientName } from '../../contract/import.ts';
import type { ImportSource } from '../../contract/import.ts';
import type { ServerApproval } from '../../contract/mcp.ts';
import type { CommandLine } from '../command-line.ts';
import { requireConsent } from '../confirm-entries.ts';
import { globalOptions } from '../global-options.ts';
import { importServers } from '../import-servers.ts';
import { serverFacts, serverTable } from '../server-table.ts';
import { UsageError } from '../usage-error.ts';
import { approvalOption } from './mcp-add.ts';

interface ImportOptions {
  readonly approval: ServerApproval;
  readonly from?: ClientName;
  readonly replace?: boolean;
  readonly yes?: boolean;
}

export function addMcpImportCommand(mcp: Command, line: CommandLine): void {
  mcp
    .command('import')
    .description("add the servers of another program's configuration; keys go to the keychain")
    .argument('[file]', 'the file, for example claude_desktop_config.json')
    .addOption(new Option('--from <program>', 'read the file this program keeps').choices(ClientName.options))
    .addOption(approvalOption())
    .option('--replace', 'replace servers of the same names')
    .option('--yes', 'do not ask')
    .action(async (file: string | undefined, options: ImportOptions, command: Command) => {
      const globals = globalOptions(command, line);
      const { approval, from, replace = false, yes = false } = options;
      const source = await toSource(file, from);
      requireConsent(line, yes);
      const connection = await line.connect(globals, { host: 'optional', servers: true });
      const added = await importServers(line, connection, source, { approval, replace, yes });
      if (globals.json) line.printJson(added.map(serverFacts));
      else line.print(serverTable(added));
    });
}

/** Prints JSON in either case: that is what other programs read. */
export function addMcpExportCommand(mcp: Command, line: CommandLine): void {
  mcp
    .command('export')
    .description('print your servers as other programs read them, without keys')
    .action(async (_options: unknown, command: Command) => {
      const { bridge } = await line.connect(globalOptions(command, line), { host: 'optional' });
      const { mcpServers, secrets } = await bridge.invoke('mcp.export', undefined);
      line.printJson({ mcpServers });
      if (secrets.length > 0)
        line.terminal.err(`Not in it are the values of ${secrets.map((name) => `\${secret:${name}}`).join(', ')}.\n`);
    });
}

async function toSource(file: string | undefined, from: ClientName | undefined): Promise<ImportSource> {
  if ((file === undefined) === (from === undefined))
    throw new UsageError('Give either a file or a program with --from.');
  return from === undefined ? { text: await readText(file ?? '') } : { from };
}

async function readText(file: string): Promise<string> {
  try {
    return await readFile(file, 'utf8');
  } catch (error) {
    throw new AppError('import/nothing-found', `The file ${file} cannot be read.`, { cause: error });
  }
}
