/**
 * `parley ask`: a typed turn in the room; tool calls are printed as they happen, then the answer.
 */
import type { Command } from 'commander';
import { toExactText } from '../../contract/exact-text.ts';
import type { Bridge } from '../../contract/bridge.ts';
import type { CallView } from '../../contract/tools.ts';
import { waitingText } from '../approval-text.ts';
import type { CommandLine } from '../command-line.ts';
import { globalOptions } from '../global-options.ts';
import { printable, printableLines, shorten, toDuration } from '../table.ts';
import { UsageError } from '../usage-error.ts';

export function addAskCommand(program: Command, line: CommandLine): void {
  program
    .command('ask')
    .description('ask the assistant in writing; prints its tool calls and the answer')
    .argument('<text>', 'what to ask')
    .option('--room <name>', 'the room to ask in', 'main')
    .action(async (text: string, options: { room: string }, command: Command) => {
      if (text.trim() === '') throw new UsageError('There is no question: write it in quotes after "ask".');
      const globals = globalOptions(command, line);
      const { bridge } = await line.connect(globals, { host: 'needed', room: options.room });
      const stop = globals.json ? tellApprovals(bridge, options.room, line) : printCalls(bridge, line);
      const answer = await bridge.invoke('talk.ask', { room: options.room, text });
      stop();
      if (globals.json) line.printJson(answer);
      else line.print(printableLines(answer.answer));
    });
}

/** Beside JSON nothing is printed but that an answer is waited for: else the program would seem to hang. */
function tellApprovals(bridge: Bridge, room: string, line: CommandLine): () => void {
  const told = new Set<string>();
  return bridge.subscribe('approvals.changed', (message) => {
    for (const approval of message.type === 'state' ? message.state : message.payload) {
      if (approval.room !== room || told.has(approval.id)) continue;
      told.add(approval.id);
      line.terminal.err(`${waitingText(approval)}\n`);
    }
  });
}

/** Prints each call's turns of fate; calls from before the question are not told. */
function printCalls(bridge: Bridge, line: CommandLine): () => void {
  const told = new Set<string>();
  let known: Set<string> | null = null;
  return bridge.subscribe('tools.callChanged', (message) => {
    if (message.type === 'state') {
      known ??= new Set(message.state.map((call) => call.id));
      return;
    }
    const call = message.payload;
    const words = known?.has(call.id) ? null : toWords(call);
    if (words === null || told.has(`${call.id} ${words}`)) return;
    told.add(`${call.id} ${words}`);
    line.print(words);
  });
}

function toWords(call: CallView): string | null {
  const name = `${printable(call.server)} > ${printable(call.tool)}`;
  const took = call.durationMs === null ? '' : ` (${toDuration(call.durationMs)})`;
  switch (call.status) {
    case 'checking':
      return null;
    case 'awaiting-approval':
      return `  ${name} waits for your approval: parley approve ${call.id}  (or: parley deny ${call.id})\n    ${toExactText(call.arguments)}`;
    case 'running':
      return `  ${name} ${shorten(call.arguments, 200)}`;
    case 'done':
      return `  ${name} done${took}`;
    case 'failed':
      return `  ${name} failed${took}: ${shorten(call.error ?? 'no reason given', 300)}`;
    case 'denied':
      return `  ${name} was not allowed`;
    case 'cancelled':
      return `  ${name} was cancelled`;
  }
}
