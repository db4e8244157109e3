/**
 * `parley settings`: reads and writes settings.json by way of the app, which checks them.
 */
import type { Command } from 'commander';
import type { CommandLine } from '../command-line.ts';
import { globalOptions } from '../global-options.ts';
import { parseLooseValue } from '../parse-arguments.ts';

export function addSettingsCommands(program: Command, line: CommandLine): void {
  const settings = program.command('settings').description('read and change settings');
  settings
    .command('get')
    .description('print all settings, or one')
    .argument('[key]', 'a dotted path, for example talk.mode')
    .action(async (key: string | undefined, _options: unknown, command: Command) => {
      const globals = globalOptions(command, line);
      const { bridge } = await line.connect(globals, { host: 'optional' });
      const value = await bridge.invoke('settings.get', key === undefined ? {} : { key });
      if (!globals.json && typeof value === 'string') line.print(value);
      else line.printJson(value ?? null);
    });
  settings
    .command('set')
    .description('change one setting')
    .argument('<key>', 'a dotted path, for example talk.mode')
    .argument('<value>', 'JSON, or plain text')
    .action(async (key: string, value: string, _options: unknown, command: Command) => {
      const globals = globalOptions(command, line);
      const { bridge } = await line.connect(globals, { host: 'optional' });
      const stored = await bridge.invoke('settings.set', { key, value: parseLooseValue(value) });
      if (globals.json) line.printJson(stored ?? null);
      else line.print(`${key} is set.`);
    });
}
