/**
 * `parley status`: one look at the whole.
 */
import type { Command } from 'commander';
import type { AppStatus } from '../../contract/status.ts';
import type { CommandLine } from '../command-line.ts';
import { globalOptions } from '../global-options.ts';
import { printable } from '../table.ts';
import { serverFacts, serverTable } from '../server-table.ts';

export function addStatusCommand(program: Command, line: CommandLine): void {
  program
    .command('status')
    .description('show what runs: room, assistant, provider, LiveKit, servers')
    .action(async (_options: unknown, command: Command) => {
      const globals = globalOptions(command, line);
      const { bridge } = await line.connect(globals, { host: 'needed' });
      const status = await bridge.invoke('status.get', undefined);
      if (globals.json) line.printJson({ ...status, mcp: status.mcp.map(serverFacts) });
      else line.print(toText(status));
    });
}

function toText(status: AppStatus): string {
  const { agent, provider, livekit } = status;
  const brain = provider.brain ?? 'not connected';
  const key = provider.simulated ? 'simulated model' : provider.configured ? `key from ${provider.source}` : 'no key';
  const lines = [
    `Room       ${status.room}`,
    `Assistant  ${agent.state}${agent.pid === null ? '' : ` (process ${agent.pid})`}`,
    `Provider   ${brain}, ${key}`,
    `LiveKit    ${livekit.state}${livekit.url === null ? '' : `, ${printable(livekit.url)}`}`,
  ];
  if (livekit.cause) lines.push(`           ${printable(livekit.cause.message)}`);
  if (status.demo) lines.push(`Demo       on, sample folder ${printable(status.demo.sampleFolder)}`);
  for (const problem of status.problems) lines.push(`Problem    ${printable(problem.message)}`);
  return [...lines, '', serverTable(status.mcp)].join('\n');
}
