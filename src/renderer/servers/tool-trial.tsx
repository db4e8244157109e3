import { CallByHand } from '../log/call-by-hand.tsx';
import { blankArguments } from './blank-arguments.ts';
import type { ReactNode } from 'react';
import type { ServerView, ToolView } from '../../contract/index.ts';

/** One real call of this tool, beginning with its required arguments. */
export function ToolTrial({ server, tool }: { server: ServerView; tool: ToolView }): ReactNode {
  return <CallByHand server={server.name} tool={tool.name} initial={blankArguments(tool.inputSchema)} />;
}
