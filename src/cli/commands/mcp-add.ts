/**
 * `parley mcp add`: a server by command or address. Adding here is the owner's own act, so it approves the entry.
 *
 * Always: what will run is shown in full and confirmed, or `--yes` was given; without either nothing is added (exit 2). Keys go
 * to the keychain, and only after everything else was found good.
 */
import { Option } from 'commander';
import type { Command } from 'commander';
import { ServerName } from '../../contract/ids.ts';
import { ServerApproval, ServerEntry } from '../../contract/mcp.ts';
import type { CommandLine } from '../command-line.ts';
import { requireConsent } from '../confirm-entries.ts';
import { globalOptions } from '../global-options.ts';
import { importServers } from '../import-servers.ts';
import { collectPair } from '../parse-arguments.ts';
import { readKey } from '../read-key.ts';
import { serverFacts, serverTable } from '../server-table.ts';
import { UsageError } from '../usage-error.ts';

interface AddOptions {
  readonly approval: ServerApproval;
  readonly url?: string;
  readonly type?: string;
  readonly header?: Record<string, string>;
  readonly keyStdin?: boolean;
  readonly env?: Record<string, string>;
  readonly cwd?: string;
  readonly replace?: boolean;
  readonly yes?: boolean;
}

export function addMcpAddCommand(mcp: Command, line: CommandLine): void {
  mcp
    .command('add')
    .description('add a server: a command after --, or an address with --url')
    .argument('<name>', 'what you call it')
    .argument('[command...]', 'after --: the program and its arguments')
    .addOption(approvalOption())
    .option('--url <address>', 'a remote server instead of a command')
    .addOption(new Option('--type <type>', 'how the remote server speaks').choices(['http', 'sse', 'ws']))
    .option('--header <name=value>', 'a header for the remote server; repeatable', collectPair)
    .option('--key-stdin', 'read a bearer key for the remote server from standard input; it goes to the keychain')
    .option('--env <name=value>', 'an environment variable for the program; repeatable', collectPair)
    .option('--cwd <folder>', 'the folder the program starts in')
    .option('--replace', 'replace a server of that name')
    .option('--yes', 'do not ask')
    .action(async (name: string, words: string[], options: AddOptions, command: Command) => {
      const globals = globalOptions(command, line);
      const { approval, replace = false, yes = false } = options;
      requireConsent(line, yes);
      requireName(name);
      const entry = toEntry(words, options, options.keyStdin ? await readKey(line.terminal) : null);
      const connection = await line.connect(globals, { host: 'optional', servers: true });
      const [added] = await importServers(line, connection, { name, entry }, { approval, replace, yes });
      if (!added) return;
      if (globals.json) line.printJson(serverFacts(added));
      else line.print(serverTable([added]));
    });
}

function requireName(name: string): void {
  const read = ServerName.safeParse(name);
  if (!read.success) throw new UsageError(read.error.issues[0]?.message ?? 'The name is not usable.');
}

/** `--approval`, the same for add and import. */
export function approvalOption(): Option {
  return new Option(
    '--approval <how>',
    'how its tools are let through: ask each time, believe its read-only hints, allow',
  )
    .choices(ServerApproval.options)
    .default('ask');
}

function toEntry(words: readonly string[], options: AddOptions, key: string | null): ServerEntry {
  const [program, ...args] = words;
  if ((program === undefined) === (options.url === undefined)) {
    throw new UsageError('Give either a command after -- or an address with --url.');
  }
  if (program !== undefined) {
    if (options.header || options.keyStdin || options.type)
      throw new UsageError('--header, --key-stdin and --type go with --url.');
    const { env, cwd } = options;
    return { command: program, args, ...(env ? { env } : {}), ...(cwd ? { cwd } : {}) };
  }
  if (options.env || options.cwd) throw new UsageError('--env and --cwd go with a command.');
  const headers = { ...options.header, ...(key === null ? {} : { Authorization: `Bearer ${key}` }) };
  const parsed = ServerEntry.safeParse({
    url: options.url,
    ...(options.type ? { type: options.type } : {}),
    ...(Object.keys(headers).length > 0 ? { headers } : {}),
  });
  if (!parsed.success) throw new UsageError(`"${options.url}" is not an address.`);
  return parsed.data;
}
