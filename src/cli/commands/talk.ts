/**
 * `parley talk`: push-to-talk from outside, for desktops and devices without a global shortcut of ours.
 */
import { Argument } from 'commander';
import type { Command } from 'commander';
import { KeyAction } from '../../contract/talk.ts';
import type { CommandLine } from '../command-line.ts';
import { globalOptions } from '../global-options.ts';

export function addTalkCommand(program: Command, line: CommandLine): void {
  program
    .command('talk')
    .description('press, release or toggle push-to-talk from outside the window')
    .addArgument(new Argument('<action>', 'what the key does').choices(KeyAction.options))
    .option('--room <name>', 'the room', 'main')
    .action(async (action: string, options: { room: string }, command: Command) => {
      const globals = globalOptions(command, line);
      const { bridge } = await line.connect(globals, { host: 'needed', room: options.room });
      await bridge.invoke('talk.key', { room: options.room, action: KeyAction.parse(action) });
      if (globals.json) line.printJson({ action });
    });
}
