/**
 * Brings the approval of a call by hand to its owner: with a host they are told where to answer, without one they are asked here.
 *
 * Path: `parley mcp call` -> here -> approvals.changed, approvals.answer.
 * Always: the arguments are shown in full; where nobody can answer, the call is refused at once instead of waited for.
 */
import type { Approval } from '../contract/approvals.ts';
import { AppError } from '../contract/errors.ts';
import { approvalText, waitingText } from './approval-text.ts';
import type { CommandLine, Connection } from './command-line.ts';

/** The call as it was typed. */
export interface CallByHand {
  readonly name: string;
  readonly tool: string;
  readonly arguments: Readonly<Record<string, unknown>>;
}

/** What `act` comes to, with its approval brought to its owner meanwhile. @throws {AppError} approvals/denied where nobody can be asked */
export async function withApproval<T>(
  line: CommandLine,
  connection: Connection,
  call: CallByHand,
  act: () => Promise<T>,
): Promise<T> {
  const told = new Set<string>();
  let refuse: (error: unknown) => void = () => undefined;
  const refused = new Promise<never>((_resolve, reject) => (refuse = reject));
  const stop = connection.bridge.subscribe('approvals.changed', (message) => {
    const waiting = message.type === 'state' ? message.state : message.payload;
    for (const approval of waiting) {
      if (told.has(approval.id) || !isOf(call, approval)) continue;
      told.add(approval.id);
      bring(line, connection, approval).catch(refuse);
    }
  });
  try {
    return await Promise.race([act(), refused]);
  } finally {
    stop();
  }
}

const isOf = (call: CallByHand, { server, tool, arguments: sent }: Approval): boolean =>
  server === call.name && tool === call.tool && JSON.stringify(sent) === JSON.stringify(call.arguments);

async function bring(line: CommandLine, { bridge, hosted }: Connection, approval: Approval): Promise<void> {
  const { id } = approval;
  if (hosted) {
    line.terminal.err(`${waitingText(approval)}\n`);
    return;
  }
  if (!line.terminal.interactive) {
    const words = `"${approval.tool}" asks for your approval, and nobody can be asked here. Nothing was sent.`;
    throw new AppError('approvals/denied', `${words} Start Parley and call it again, then answer there.`);
  }
  line.terminal.err(`${approvalText(approval, ' asks for your approval.')}\n`);
  const answer = await line.terminal.ask('Let it run this once? [y/N] ');
  await bridge.invoke('approvals.answer', { id, answer: /^y(es)?$/i.test(answer.trim()) ? 'once' : 'deny' });
}
