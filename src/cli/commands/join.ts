/**
 * `parley join URL`: redeems a link and prints what a LiveKit client needs.
 */
import type { Command } from 'commander';
import type { CommandLine } from '../command-line.ts';
import { globalOptions } from '../global-options.ts';
import { joinByLink } from '../join-by-link.ts';
import { printable } from '../table.ts';
import { trustOwnCertificate } from '../trust-own-certificate.ts';

export function addJoinCommand(program: Command, line: CommandLine): void {
  program
    .command('join')
    .description('redeem a link as a device would, and print where and how to join its room')
    .argument('<url>', 'the whole link, in quotes')
    .option('--name <name>', 'how others see this device', '')
    .option('--access-code <code>', 'the code that the link asks for besides', '')
    .action(async (url: string, options: { name: string; accessCode: string }, command: Command) => {
      const { json, dataDir } = globalOptions(command, line);
      await trustOwnCertificate(dataDir);
      const joined = await joinByLink(url, options);
      if (json) line.printJson(joined);
      else
        line.print(
          [joined.livekitUrl, joined.token, `as ${joined.identity} in ${joined.room}`].map(printable).join('\n'),
        );
    });
}
