/**
 * `parley secret`: keys go in by standard input and never come out.
 */
import type { Command } from 'commander';
import type { CommandLine } from '../command-line.ts';
import { globalOptions } from '../global-options.ts';
import { readKey } from '../read-key.ts';
import { storeSecret } from '../store-secret.ts';
import { toTable } from '../table.ts';

export function addSecretCommands(program: Command, line: CommandLine): void {
  const secret = program.command('secret').description('keys in the keychain of this computer');
  secret
    .command('set')
    .description('store a key that is given on standard input')
    .argument('<name>', "its name; the provider's is openai")
    .requiredOption('--stdin', 'read the key from standard input, so that it is in no list of commands')
    .action(async (name: string, _options: unknown, command: Command) => {
      const globals = globalOptions(command, line);
      const value = await readKey(line.terminal);
      const connection = await line.connect(globals, { host: 'optional' });
      const stored = await storeSecret(connection, name, value);
      const { warning } = await connection.bridge.invoke('secrets.list', undefined);
      if (globals.json) line.printJson({ ...stored, warning });
      else
        line.print(
          stored.storage === 'keychain'
            ? `${name} is in the keychain.`
            : `${name} is kept in memory only. ${warning ?? ''}`.trim(),
        );
    });
  secret
    .command('list')
    .description('list the names of the keys')
    .action(async (_options: unknown, command: Command) => {
      const globals = globalOptions(command, line);
      const { bridge } = await line.connect(globals, { host: 'optional' });
      const found = await bridge.invoke('secrets.list', undefined);
      if (globals.json) return line.printJson(found);
      if (found.warning !== null) line.print(found.warning);
      const rows = found.secrets.map(({ name, storage }) => [name, storage]);
      line.print(rows.length === 0 ? 'No keys are stored.' : toTable(['NAME', 'KEPT IN'], rows));
    });
  secret
    .command('delete')
    .description('forget a key')
    .argument('<name>', 'its name')
    .action(async (name: string, _options: unknown, command: Command) => {
      const globals = globalOptions(command, line);
      const { bridge } = await line.connect(globals, { host: 'optional' });
      await bridge.invoke('secrets.delete', { name });
      if (globals.json) line.printJson({ name });
      else line.print(`${name} is deleted.`);
    });
}
