/**
 * `parley mcp …`: MCP servers. Adding is in mcp-add.ts, the connection test in mcp-test.ts.
 */
import type { Command } from 'commander';
import type { Bridge } from '../../contract/bridge.ts';
import type { ServerDetail, ToolResult } from '../../contract/mcp.ts';
import { withApproval } from '../answer-call.ts';
import type { CommandLine, Connection } from '../command-line.ts';
import { confirmApproval } from '../confirm-entries.ts';
import { globalOptions } from '../global-options.ts';
import { parseJsonObject } from '../parse-arguments.ts';
import { serverFacts, serverTable } from '../server-table.ts';
import { startedServers } from '../started-servers.ts';
import { printable, printableLines, shorten, toJson, toTable } from '../table.ts';
import { addMcpAddCommand } from './mcp-add.ts';
import { addMcpApprovalCommand } from './mcp-approval.ts';
import { addMcpExportCommand, addMcpImportCommand } from './mcp-import.ts';
import { addMcpTestCommand } from './mcp-test.ts';

export function addMcpCommands(program: Command, line: CommandLine): void {
  const mcp = program.command('mcp').description('MCP servers: add, list, test, call');
  addLookCommands(mcp, line);
  addMcpAddCommand(mcp, line);
  addMcpImportCommand(mcp, line);
  addMcpExportCommand(mcp, line);
  addApproveCommand(mcp, line);
  addMcpApprovalCommand(mcp, line);
  addRemoveCommand(mcp, line);
  addChangeCommands(mcp, line);
  addMcpTestCommand(mcp, line);
  addCallCommand(mcp, line);
}

async function open(command: Command, line: CommandLine): Promise<Connection & { readonly json: boolean }> {
  const globals = globalOptions(command, line);
  return { ...(await line.connect(globals, { host: 'optional', servers: true })), json: globals.json };
}

function addLookCommands(mcp: Command, line: CommandLine): void {
  mcp
    .command('list')
    .description('list the servers and their states')
    .action(async (_options: unknown, command: Command) => {
      const { json, ...connection } = await open(command, line);
      const servers = await startedServers(line, connection);
      if (json) line.printJson(servers.map(serverFacts));
      else line.print(serverTable(servers));
    });
  mcp
    .command('show')
    .description('show one server with its tools')
    .argument('<name>', 'the server')
    .action(async (name: string, _options: unknown, command: Command) => {
      const { json, ...connection } = await open(command, line);
      await startedServers(line, connection, [name]);
      const detail = await connection.bridge.invoke('mcp.show', { name });
      if (json) line.printJson(detail);
      else line.print(toText(detail));
    });
  mcp
    .command('logs')
    .description("print a server's latest own output")
    .argument('<name>', 'the server')
    .action(async (name: string, _options: unknown, command: Command) => {
      const { json, ...connection } = await open(command, line);
      await startedServers(line, connection, [name]);
      const lines = await connection.bridge.invoke('mcp.logs', { name });
      if (json) line.printJson(lines);
      else if (lines.length === 0) line.print(`${name} has written nothing yet.`);
      else for (const one of lines) line.print(printableLines(one));
    });
}

function toText(server: ServerDetail): string {
  const { entry } = server;
  const program = [entry.command ?? '', ...(entry.args ?? [])].map((part) => JSON.stringify(part)).join(' ');
  const how = entry.url === undefined ? `Starts as ${printable(program)}` : `Connects to ${printable(entry.url)}`;
  const tools = server.toolList.map((tool) => [tool.name, tool.approval ?? '-', shorten(tool.description, 80)]);
  const lines = [serverTable([server]), '', how];
  return [
    ...lines,
    ...(tools.length > 0 ? ['', toTable(['TOOL', 'APPROVAL', 'WHAT IT SAYS IT DOES'], tools)] : []),
  ].join('\n');
}

/** What is shown is what is approved: an entry that changes meanwhile is refused by the host. */
function addApproveCommand(mcp: Command, line: CommandLine): void {
  mcp
    .command('approve')
    .description('look at a server that appeared or changed in the settings file, and allow it to start')
    .argument('<name>', 'the server')
    .option('--yes', 'do not ask')
    .action(async (name: string, options: { yes?: boolean }, command: Command) => {
      const { bridge, json } = await open(command, line);
      const { entry, state } = await bridge.invoke('mcp.show', { name });
      if (state === 'unapproved') await confirmApproval(line, name, entry, options.yes ?? false);
      await bridge.invoke('mcp.approve', { name, entry });
      if (json) line.printJson({ name });
      else line.print(`${printable(name)} is approved.`);
    });
}

function addChangeCommands(mcp: Command, line: CommandLine): void {
  const change = (
    verb: string,
    description: string,
    run: (bridge: Bridge, name: string) => Promise<unknown>,
    done: string,
  ): void => {
    mcp
      .command(verb)
      .description(description)
      .argument('<name>', 'the server')
      .action(async (name: string, _options: unknown, command: Command) => {
        const { bridge, json } = await open(command, line);
        await run(bridge, name);
        if (json) line.printJson({ name });
        else line.print(`${printable(name)} ${done}`);
      });
  };
  change(
    'enable',
    'start a server, now and with the app',
    (bridge, name) => bridge.invoke('mcp.setEnabled', { name, enabled: true }),
    'is enabled.',
  );
  change(
    'disable',
    'stop a server and keep it',
    (bridge, name) => bridge.invoke('mcp.setEnabled', { name, enabled: false }),
    'is disabled.',
  );
  change('restart', 'stop and start a server', (bridge, name) => bridge.invoke('mcp.restart', { name }), 'restarts.');
}

function addRemoveCommand(mcp: Command, line: CommandLine): void {
  mcp
    .command('remove')
    .description('stop a server and forget it, with the keys that only it has')
    .argument('<name>', 'the server')
    .action(async (name: string, _options: unknown, command: Command) => {
      const { bridge, json } = await open(command, line);
      const { secrets } = await bridge.invoke('mcp.remove', { name });
      if (json) return line.printJson({ name, secrets });
      line.print(`${printable(name)} is removed.`);
      for (const secret of secrets) line.print(`Its key ${printable(secret)} is deleted.`);
    });
}

function addCallCommand(mcp: Command, line: CommandLine): void {
  mcp
    .command('call')
    .description('call one tool for real, under your approvals, and print the whole result')
    .argument('<name>', 'the server')
    .argument('<tool>', "the tool, by the server's own name")
    .argument('[arguments]', 'a JSON object', '{}')
    .action(async (name: string, tool: string, text: string, _options: unknown, command: Command) => {
      const args = parseJsonObject(text);
      const { json, ...connection } = await open(command, line);
      await startedServers(line, connection, [name]);
      const call = { name, tool, arguments: args };
      const result = await withApproval(line, connection, call, () => connection.bridge.invoke('mcp.call', call));
      if (json) line.printJson(result);
      else line.print(resultText(result));
      if (result.isError !== true) return;
      line.exitCode = 1;
      line.terminal.err('The tool answered with an error.\n');
    });
}

/** Text as text; anything else as the JSON it is. */
function resultText(result: ToolResult): string {
  const parts = result.content.map((part) =>
    part.type === 'text' && typeof part['text'] === 'string' ? printableLines(part['text']) : toJson(part, 2),
  );
  const structured = result.structuredContent === undefined ? [] : [toJson(result.structuredContent, 2)];
  return [...parts, ...structured].join('\n');
}
