/**
 * The options that every command has.
 */
import type { Command } from 'commander';
import { profileFolder } from '../app/profile-folder.ts';
import type { CommandLine, GlobalOptions } from './command-line.ts';

export function globalOptions(command: Command, line: CommandLine): GlobalOptions {
  const { json, dataDir } = command.optsWithGlobals<{ json?: boolean; dataDir?: string }>();
  return { json: json === true, dataDir: profileFolder(dataDir, line.environment) };
}
