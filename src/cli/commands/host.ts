/**
 * `parley host`: the app without a screen.
 */
import type { Command } from 'commander';
import type { CommandLine } from '../command-line.ts';
import { globalOptions } from '../global-options.ts';
import { parsePort } from '../parse-arguments.ts';

export function addHostCommand(program: Command, line: CommandLine): void {
  program
    .command('host')
    .description('run the app without a screen; its window is a page in the browser')
    .option('--port <number>', 'port on 127.0.0.1; 0 takes any free one', parsePort, 0)
    .option('--demo', 'try it without a key: the model is simulated, everything else is real')
    .action(async (options: { port: number; demo?: boolean }, command: Command) => {
      const globals = globalOptions(command, line);
      line.exitCode = await line.starters.host({ ...globals, port: options.port, demo: options.demo === true });
    });
}
