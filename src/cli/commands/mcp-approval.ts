/**
 * `parley mcp approval`: how calls of a server, or of one of its tools, are let through. The owner's own act, so it is granted.
 */
import type { Command } from 'commander';
import { ServerApproval, ToolApproval } from '../../contract/mcp.ts';
import type { CommandLine, Connection } from '../command-line.ts';
import { globalOptions } from '../global-options.ts';
import { startedServers } from '../started-servers.ts';
import { printable } from '../table.ts';
import { UsageError } from '../usage-error.ts';

/** For a tool: no word of its own, the server's counts. */
const asServer = 'server';

export function addMcpApprovalCommand(mcp: Command, line: CommandLine): void {
  mcp
    .command('approval')
    .description("set how a server's tools are let through, or one of them with --tool")
    .argument('<name>', 'the server')
    .argument('<how>', `${ServerApproval.options.join(', ')}; for a tool ${toolChoices().join(', ')}`)
    .option('--tool <tool>', `only this tool; "${asServer}" takes its own setting back`)
    .action(async (name: string, how: string, { tool }: { tool?: string }, command: Command) => {
      const globals = globalOptions(command, line);
      const act = tool === undefined ? ofServer(name, how) : ofTool(name, tool, how);
      const connection = await line.connect(globals, { host: 'optional', servers: true });
      // A tool is known once its server is.
      if (tool !== undefined) await startedServers(line, connection, [name]);
      await act(connection);
      if (globals.json) line.printJson({ name, ...(tool === undefined ? {} : { tool }), approval: how });
      else line.print(`${printable(tool === undefined ? name : `${name} › ${tool}`)} ${done(how)}.`);
    });
}

const done = (how: string): string => (how === asServer ? 'follows its server again' : `is set to ${how}`);

type Act = (connection: Connection) => Promise<unknown>;

const toolChoices = (): string[] => [...ToolApproval.options, asServer];

function ofServer(name: string, how: string): Act {
  const { data: approval } = ServerApproval.safeParse(how);
  if (!approval) throw new UsageError(`A server is set to ${ServerApproval.options.join(', ')}, not "${how}".`);
  return ({ bridge }) => bridge.invoke('mcp.setApproval', { name, approval });
}

function ofTool(name: string, tool: string, how: string): Act {
  const { data = null } = ToolApproval.safeParse(how);
  if (data === null && how !== asServer)
    throw new UsageError(`A tool is set to ${toolChoices().join(', ')}, not "${how}".`);
  return ({ bridge }) => bridge.invoke('mcp.setToolApproval', { name, tool, approval: data });
}
