/**
 * Makes the MCP side: servers, their catalogue, approvals, calls.
 *
 * Path: create-core.ts -> here.
 */
import { Approvals } from './approvals/approvals.ts';
import { CallQueue } from './mcp/call-queue.ts';
import { CallStream } from './mcp/call-stream.ts';
import { Catalogue } from './mcp/catalogue.ts';
import { Registry } from './mcp/registry.ts';
import type { RegistryOptions } from './mcp/registry-options.ts';
import { ToolCalls } from './mcp/tool-calls.ts';
import { ToolGrants } from './mcp/tool-grants.ts';
import type { CorePorts, Ground, Tools } from './core-parts.ts';

type ToolPorts = Pick<
  CorePorts,
  'clock' | 'ids' | 'hasher' | 'logger' | 'connector' | 'grants' | 'memories' | 'validator'
>;
type Starts = Pick<RegistryOptions, 'parallelStarts' | 'isTalkAwaited' | 'connectTimeoutMs' | 'random'>;

/** MCP servers, and calls of their tools. */
export function createTools(
  ports: ToolPorts,
  { hub, settings, secrets, calls }: Pick<Ground, 'hub' | 'settings' | 'secrets' | 'calls'>,
  starts: Starts,
): Tools & { readonly catalogue: Catalogue; readonly toolGrants: ToolGrants } {
  const { clock, ids, hasher, logger, connector, grants, memories, validator } = ports;
  const catalogue = new Catalogue({ hub, hasher });
  const toolGrants = new ToolGrants({ store: grants, hasher, logger });
  const approvals = new Approvals({ clock, hub });
  const registry = new Registry({
    settings,
    grants,
    memories,
    toolGrants,
    catalogue,
    connector,
    secrets,
    hasher,
    clock,
    hub,
    logger,
    ...starts,
  });
  secrets.onChanged((name) => registry.secretChanged(name));
  const stream = new CallStream({
    hub,
    log: calls,
    clock,
    withoutSecrets: (text) => secrets.redacted(text),
  });
  const queue = new CallQueue();
  const toolCalls = new ToolCalls({
    registry,
    toolGrants,
    approvals,
    queue,
    stream,
    validator,
    hasher,
    clock,
    ids,
    logger,
    catalogue,
  });
  return { approvals, registry, toolCalls, catalogue, toolGrants };
}
