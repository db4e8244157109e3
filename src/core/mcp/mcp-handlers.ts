/**
 * The bridge's methods on MCP servers.
 */
import type { importMethods } from '../../contract/index.ts';
import type { Handlers } from '../bridge/router.ts';
import { requireUsable } from './check-entry.ts';
import type { Registry } from './registry.ts';
import type { ServerKeys } from './server-keys.ts';
import { notApproved, testServer } from './test-server.ts';
import type { TestParts } from './test-server.ts';
import type { ToolCalls } from './tool-calls.ts';

type McpMethods = Exclude<Extract<keyof Handlers, `mcp.${string}`>, keyof typeof importMethods>;

/** Each method as one act of the registry, of the calls or of a test. */
export function mcpHandlers(options: {
  registry: Registry;
  keys: ServerKeys;
  calls: ToolCalls;
  test: TestParts;
  /** The text without secrets, which may have lines: what a server writes is not always meant to be shown. */
  redacted(text: string): string;
}): Pick<Handlers, McpMethods> {
  const { registry, keys, calls, test, redacted } = options;
  return {
    'mcp.list': () => registry.list(),
    'mcp.show': ({ name }) => registry.show(name),
    'mcp.add': ({ name, entry, replace = false }) => {
      requireUsable(entry);
      return keys.puttingBack(name, entry, () => registry.add(name, entry, replace));
    },
    'mcp.approve': ({ name, entry }) => registry.approve(name, entry),
    'mcp.remove': async ({ name }) => ({ secrets: await keys.forget(name, await registry.remove(name)) }),
    'mcp.setEnabled': ({ name, enabled }) => registry.setEnabled(name, enabled),
    'mcp.setApproval': ({ name, approval }) => registry.setApproval(name, approval),
    'mcp.setToolApproval': ({ name, tool, approval }) => registry.setToolApproval(name, tool, approval),
    'mcp.restart': ({ name }) => registry.restart(name),
    'mcp.logs': ({ name }) => redacted(registry.server(name).output.join('\n')).split('\n'),
    'mcp.test': async (input, { caller, signal }) => {
      const asker = { caller, signal, testId: input.testId };
      if ('entry' in input) return testServer(test, { name: 'test', entry: input.entry, isKnown: false }, asker);
      const { entry, known } = registry.server(input.name);
      return (await registry.isApproved(input.name))
        ? testServer(test, { name: input.name, entry, isKnown: known !== null }, asker)
        : notApproved(input.name);
    },
    'mcp.call': (input, { caller, signal }) => calls.callByHand(input, caller.identity, signal),
  };
}
