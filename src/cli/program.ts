/**
 * The `parley` program: its commands joined, its exit codes decided.
 *
 * Path: cli/parley.ts (entry) -> here -> commands/*.
 * Always: 0 done, 1 failed with one plain sentence on stderr, 2 wrong use; help and version are no failure.
 * Source: INTERFACE.md.
 */
import { Command, CommanderError } from 'commander';
import { AppError } from '../contract/errors.ts';
import { addApprovalCommands } from './commands/approvals.ts';
import { addAskCommand } from './commands/ask.ts';
import { addDoctorCommand } from './commands/doctor.ts';
import { addHistoryCommands } from './commands/history.ts';
import { addHostCommand } from './commands/host.ts';
import { addInviteCommands } from './commands/invite.ts';
import { addJoinCommand } from './commands/join.ts';
import { addLogCommand } from './commands/log.ts';
import { addMcpCommands } from './commands/mcp.ts';
import { addRoomCommands } from './commands/room.ts';
import { addSecretCommands } from './commands/secret.ts';
import { addSettingsCommands } from './commands/settings.ts';
import { addStatusCommand } from './commands/status.ts';
import { addTalkCommand } from './commands/talk.ts';
import type { CommandLine } from './command-line.ts';
import { printable, printableLines } from './table.ts';
import { UsageError } from './usage-error.ts';

/** Runs one command to its end; returns the exit code. `args` without program and script. */
export async function runProgram(args: readonly string[], line: CommandLine, version: string): Promise<number> {
  try {
    const program = createProgram(line, version);
    await Promise.race([program.parseAsync(args, { from: 'user' }), line.interrupted]);
    return line.exitCode;
  } catch (error) {
    return report(error, line);
  } finally {
    await line.close();
  }
}

function createProgram(line: CommandLine, version: string): Command {
  const program = new Command('parley')
    .description('Talk with an assistant that can use any MCP server.')
    .version(version)
    .option('--data-dir <folder>', 'the profile (default: PARLEY_DATA_DIR, else the folder of this platform)')
    .option('--json', 'print JSON and nothing else on stdout')
    .helpCommand(false);
  addHostCommand(program, line);
  addStatusCommand(program, line);
  addMcpCommands(program, line);
  addAskCommand(program, line);
  addTalkCommand(program, line);
  addApprovalCommands(program, line);
  addLogCommand(program, line);
  addHistoryCommands(program, line);
  addRoomCommands(program, line);
  addInviteCommands(program, line);
  addJoinCommand(program, line);
  addSettingsCommands(program, line);
  addSecretCommands(program, line);
  addDoctorCommand(program, line);
  settle(program, line);
  return program;
}

/** The same manners on every level. */
function settle(command: Command, line: CommandLine): void {
  command.exitOverride().configureHelp({ showGlobalOptions: true });
  command.configureOutput({
    writeOut: (text) => line.terminal.out(text),
    writeErr: (text) => line.terminal.err(text),
    getOutHasColors: () => line.terminal.colored,
    outputError: (text, write) => write(text.replace(/^error: (.)/, (_whole, first: string) => first.toUpperCase())),
  });
  for (const child of command.commands) settle(child, line);
}

function report(error: unknown, line: CommandLine): number {
  if (error instanceof CommanderError)
    return error.code === 'commander.helpDisplayed' || error.code === 'commander.version' ? 0 : 2;
  if (error instanceof UsageError) {
    line.terminal.err(`${printable(error.message)}\n`);
    return 2;
  }
  if (error instanceof AppError) {
    line.terminal.err(`${printable(error.message)}\n`);
    return error.code === 'bridge/bad-input' ? 2 : 1;
  }
  const cause = error instanceof Error ? (error.stack ?? error.message) : String(error);
  line.terminal.err(`Parley failed because of a mistake of its own: ${printableLines(cause)}\n`);
  return 1;
}
