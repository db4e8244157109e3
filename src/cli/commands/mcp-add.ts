/**
 * `parley mcp add`: a server by command or address. Adding here is the owner's own act, so it approves the entry.
 *
 * Always: what will run is shown in full and confirmed, or `--yes` was given; without either nothing is added (exit 2).
 */
import { Option } from 'commander';
import type { Command } from 'commander';
import { ServerApproval, ServerEntry } from '../../contract/mcp.ts';
import type { CommandLine, Connection } from '../command-line.ts';
import { confirmEntries } from '../confirm-entries.ts';
import { globalOptions } from '../global-options.ts';
import { collectPair } from '../parse-arguments.ts';
import { serverFacts, serverTable } from '../server-table.ts';
import { storeSecret } from '../store-secret.ts';
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
      const secret = options.keyStdin ? { name: secretNameOf(name), value: await readKey(line) } : null;
      const entry = toEntry(words, options, secret?.name ?? null);
      await confirmEntries(line, [{ name, entry }], options.yes === true);
      const connection = await line.connect(globals, { host: 'optional' });
      if (secret) await storeKey(connection, line, secret);
      const added = await connection.bridge.invoke('mcp.add', {
        name,
        entry,
        ...(options.replace ? { replace: true } : {}),
      });
      if (globals.json) line.printJson(serverFacts(added));
      else line.print(serverTable([added]));
    });
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

function toEntry(words: readonly string[], options: AddOptions, secretName: string | null): ServerEntry {
  const [program, ...args] = words;
  if ((program === undefined) === (options.url === undefined)) {
    throw new UsageError('Give either a command after -- or an address with --url.');
  }
  const approval = { approval: options.approval };
  if (program !== undefined) {
    if (options.header || options.keyStdin || options.type)
      throw new UsageError('--header, --key-stdin and --type go with --url.');
    const { env, cwd } = options;
    return { command: program, args, ...(env ? { env } : {}), ...(cwd ? { cwd } : {}), ...approval };
  }
  if (options.env || options.cwd) throw new UsageError('--env and --cwd go with a command.');
  const key = secretName === null ? {} : { Authorization: `Bearer \${secret:${secretName}}` };
  const headers = { ...options.header, ...key };
  const parsed = ServerEntry.safeParse({
    url: options.url,
    ...(options.type ? { type: options.type } : {}),
    ...(Object.keys(headers).length > 0 ? { headers } : {}),
    ...approval,
  });
  if (!parsed.success) throw new UsageError(`"${options.url}" is not an address.`);
  return parsed.data;
}

const secretNameOf = (server: string): string => `mcp-${server.replaceAll(/[^A-Za-z0-9._-]/g, '-')}`.slice(0, 64);

async function readKey(line: CommandLine): Promise<string> {
  const key = (await line.terminal.readInput()).trim();
  if (key === '') throw new UsageError('Nothing came on standard input; give the key there.');
  return key;
}

async function storeKey(
  connection: Connection,
  line: CommandLine,
  secret: { name: string; value: string },
): Promise<void> {
  const stored = await storeSecret(connection, secret.name, secret.value);
  if (stored.storage === 'memory') {
    line.terminal.err('No keychain answers, so the key is kept in memory until Parley ends.\n');
  }
}
