/**
 * `parley mcp test`: connects to a server for real and says each step as it passes, then what was found or why not.
 */
import { randomUUID } from 'node:crypto';
import type { Command } from 'commander';
import type { TestReport, TestStep } from '../../contract/mcp.ts';
import type { CommandLine } from '../command-line.ts';
import { globalOptions } from '../global-options.ts';
import { printable } from '../table.ts';

export function addMcpTestCommand(mcp: Command, line: CommandLine): void {
  mcp
    .command('test')
    .description('connect for real and say what was found, or why not')
    .argument('<name-or-url>', 'a server of yours, or an address')
    .action(async (target: string, _options: unknown, command: Command) => {
      const globals = globalOptions(command, line);
      const { bridge } = await line.connect(globals, { host: 'optional', servers: true });
      const tell = globals.json ? () => {} : stepTeller(line);
      const testId = randomUUID();
      bridge.subscribe('mcp.testProgressed', (message) => {
        if (message.type === 'event' && message.payload.testId === testId) tell(message.payload.steps);
      });
      const isAddress = /^(https?|wss?):\/\//i.test(target);
      const what = isAddress ? { entry: { url: target } } : { name: target };
      const report = await bridge.invoke('mcp.test', { ...what, testId });
      tell(report.steps);
      if (globals.json) line.printJson(report);
      else if (report.ok) line.print(foundText(report));
      if (report.ok) return;
      line.exitCode = 1;
      line.terminal.err(`${printable(report.cause?.message ?? 'The connection failed.')}\n`);
    });
}

/** Prints each step once, however often the whole of them is told. */
function stepTeller(line: CommandLine): (steps: readonly TestStep[]) => void {
  const told = new Set<string>();
  return (steps) => {
    for (const text of steps.map(stepText)) {
      if (text !== null && !told.has(text)) line.print(text);
      if (text !== null) told.add(text);
    }
  };
}

/** Null for the tools, which are listed by name at the end. */
function stepText(step: TestStep): string | null {
  switch (step.step) {
    case 'found':
      return `Program found: ${printable(step.program)}`;
    case 'started':
      return `Started: process ${step.pid}`;
    case 'answered':
      return `Connected: era ${step.era}, version ${printable(step.version ?? 'unknown')}`;
    case 'listed':
      return null;
  }
}

function foundText(report: TestReport): string {
  const capabilities = Object.keys(report.capabilities).map(printable).join(', ') || 'none';
  const tools = report.tools.map(printable).join(', ') || 'none';
  return [`Capabilities: ${capabilities}`, `Tools (${report.tools.length}): ${tools}`].join('\n');
}
