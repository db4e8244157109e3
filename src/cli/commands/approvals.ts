/**
 * `parley approvals`, `approve`, `deny`: calls that wait for the owner.
 */
import type { Command } from 'commander';
import type { Approval, ApprovalAnswer } from '../../contract/approvals.ts';
import { toExactText } from '../../contract/exact-text.ts';
import { approvalText } from '../approval-text.ts';
import type { CommandLine } from '../command-line.ts';
import { globalOptions } from '../global-options.ts';

export function addApprovalCommands(program: Command, line: CommandLine): void {
  program
    .command('approvals')
    .description('list the tool calls that wait for you')
    .action(async (_options: unknown, command: Command) => {
      const globals = globalOptions(command, line);
      const { bridge } = await line.connect(globals, { host: 'needed' });
      const waiting = await bridge.invoke('approvals.list', undefined);
      if (globals.json) line.printJson(waiting);
      else line.print(waiting.length === 0 ? 'Nothing waits for you.' : waiting.map(toText).join('\n\n'));
    });

  const answer = async (id: string, given: ApprovalAnswer, command: Command): Promise<void> => {
    const globals = globalOptions(command, line);
    const { bridge } = await line.connect(globals, { host: 'needed' });
    await bridge.invoke('approvals.answer', { id, answer: given });
    if (globals.json) line.printJson({ id, answer: given });
    else
      line.print(given === 'deny' ? 'Denied.' : given === 'always' ? 'Allowed, from now on always.' : 'Allowed once.');
  };
  program
    .command('approve')
    .description('let a waiting tool call run')
    .argument('<id>', 'its id from "parley approvals"')
    .option('--always', 'and every later call of this tool')
    .action((id: string, options: { always?: boolean }, command: Command) =>
      answer(id, options.always ? 'always' : 'once', command),
    );
  program
    .command('deny')
    .description('refuse a waiting tool call')
    .argument('<id>', 'its id from "parley approvals"')
    .action((id: string, _options: unknown, command: Command) => answer(id, 'deny', command));
}

/** The arguments in full: this is what will be sent. */
function toText(approval: Approval): string {
  const left = Math.max(0, Math.round((approval.expiresAtMs - Date.now()) / 1000));
  return `${toExactText(approval.id)}  ${approvalText(approval, `  (${left} s left)`)}`;
}
