/**
 * `parley doctor`: what is wrong and what to do.
 */
import type { Command } from 'commander';
import type { CommandLine } from '../command-line.ts';
import { globalOptions } from '../global-options.ts';
import { printable } from '../table.ts';

export function addDoctorCommand(program: Command, line: CommandLine): void {
  program
    .command('doctor')
    .description('look at this machine and say what is wrong and what to do')
    .action(async (_options: unknown, command: Command) => {
      const globals = globalOptions(command, line);
      const { bridge } = await line.connect(globals, { host: 'optional', servers: true });
      const checks = await bridge.invoke('doctor.run', undefined);
      if (globals.json) return line.printJson(checks);
      const width = Math.max(...checks.map(({ name }) => name.length));
      for (const { name, ok, found, advice } of checks) {
        line.print(`${ok ? 'ok     ' : 'problem'}  ${name.padEnd(width)}  ${printable(found)}`);
        if (!ok && advice !== null) line.print(`${' '.repeat(width + 11)}${printable(advice)}`);
      }
      const wrong = checks.filter(({ ok }) => !ok).length;
      line.print(
        wrong === 0
          ? '\nNothing is wrong.'
          : `\n${wrong} of ${checks.length} ${wrong === 1 ? 'needs' : 'need'} a look.`,
      );
    });
}
