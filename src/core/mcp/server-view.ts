/**
 * What windows and programs are shown of a server.
 */
import { ServerName } from '../../contract/index.ts';
import type { ServerDetail, ServerView, ToolView, WireError } from '../../contract/index.ts';
import type { ToolDefinition } from '../ports.ts';
import type { McpServer } from './server.ts';
import { serverStatus } from './server-state.ts';
import { stillStarting } from './start-limit.ts';

/** The server as it is at this moment. */
export function toServerView(server: McpServer): ServerView {
  const { state, entry, known } = server;
  return {
    name: ServerName.parse(server.name),
    state: serverStatus(state),
    tools: server.tools.length,
    era: known?.era ?? null,
    cause: causeOf(server),
    retryAtMs: state.status === 'failed' ? state.retryAtMs : null,
    pid: server.pid,
    version: known?.version ?? null,
    lastReadyAtMs: known?.connectedAtMs ?? null,
    approval: entry.approval ?? 'ask',
    enabled: entry.enabled ?? true,
    entry,
  };
}

/** What others know of a tool of this server. */
export interface ToolFacts {
  modelName(server: string, tool: string): string;
  approval(server: string, tool: string): ToolView['approval'];
}

/** The server with its tools. */
export function toServerDetail(server: McpServer, facts: ToolFacts): ServerDetail {
  return {
    ...toServerView(server),
    toolList: server.tools.map((tool) => toToolView(server.name, tool, facts)),
    capabilities: { ...server.known?.capabilities },
  };
}

function toToolView(server: string, tool: ToolDefinition, facts: ToolFacts): ToolView {
  return {
    name: tool.name,
    modelName: facts.modelName(server, tool.name),
    title: tool.title ?? null,
    description: tool.description ?? '',
    inputSchema: { ...tool.inputSchema },
    annotations: { ...tool.annotations },
    approval: facts.approval(server, tool.name),
  };
}

function causeOf(server: McpServer): WireError | null {
  const { state } = server;
  if (state.status === 'failed') return state.cause;
  if (state.status === 'starting' && state.isSlow) return stillStarting;
  if (state.status === 'unapproved' || (state.status === 'stopping' && state.then === 'unapproved'))
    return server.doubt === 'foreign' ? foreign : unapproved;
  return null;
}

const foreign: WireError = {
  code: 'mcp/unapproved',
  message:
    'The approval on record was not written by this Parley with its present key: an older version, a copy of the profile or another program made it. Look at the entry, then approve it once more.',
};

const unapproved: WireError = {
  code: 'mcp/unapproved',
  message: 'This entry is new or was changed outside Parley. Look at it, then approve it to start it.',
};
