/**
 * A connector on the real keeper, and fixture servers by name, for tests of the client and the core.
 */
import path from 'node:path';
import type { ServerEntry } from '../../../src/contract/index.ts';
import type { McpConnectionEvents, ToolDefinition } from '../../../src/core/ports.ts';
import { ProcessKeeper } from '../../../src/adapters/keeper/keeper.ts';
import { SdkConnector } from '../../../src/adapters/mcp-client/connector.ts';
import { LoginPath } from '../../../src/adapters/mcp-client/login-path.ts';
import { FakeLogger } from '../../fakes/fake-system.ts';

const root = path.resolve(import.meta.dirname, '../../..');

/** The pinned Node. */
export const node = path.join(root, 'node_modules/node/bin/node');

export const keeperProgram = path.join(root, 'src/adapters/keeper/keeper-process.ts');

const fixture = (name: string): string => path.join(root, 'test/fixtures/mcp-servers', name);

export const sdkServer = (...args: string[]): ServerEntry => ({
  command: node,
  args: [fixture('sdk-server.mjs'), ...args],
});

export const rawServer = (...args: string[]): ServerEntry => ({
  command: node,
  args: [fixture('raw-server.mjs'), ...args],
});

export function aConnector(
  environment: Record<string, string | undefined> = process.env,
  hardMaximumMs = 300_000,
  probeTimeoutMs = 4_000,
) {
  const logger = new FakeLogger();
  const keeper = new ProcessKeeper({ node, program: keeperProgram, logger });
  const loginPath = new LoginPath({ environment, keeper, logger });
  const connector = new SdkConnector({
    keeper,
    node,
    environment,
    loginPath,
    version: '0.0.0',
    hardMaximumMs,
    probeTimeoutMs,
  });
  const close = async (): Promise<void> => {
    await keeper.sweep();
    await keeper.close();
  };
  return { keeper, connector, logger, close };
}

/** Events that can be waited for. */
export class Heard implements McpConnectionEvents {
  readonly output: string[] = [];
  readonly lists: (readonly ToolDefinition[])[] = [];
  readonly closed: Promise<{ code: string; message: string }>;
  #close: (cause: { code: string; message: string }) => void = () => {};
  #waiting: { enough: () => boolean; resolve: () => void }[] = [];

  constructor() {
    this.closed = new Promise((resolve) => {
      this.#close = resolve;
    });
  }

  onToolsChanged(tools: readonly ToolDefinition[]): void {
    this.lists.push(tools);
    this.#look();
  }

  onClosed(cause: { code: string; message: string }): void {
    this.#close(cause);
  }

  onOutput(line: string): void {
    this.output.push(line);
    this.#look();
  }

  until(enough: () => boolean): Promise<void> {
    return new Promise((resolve) => {
      this.#waiting.push({ enough, resolve });
      this.#look();
    });
  }

  #look(): void {
    for (const waiter of this.#waiting) if (waiter.enough()) waiter.resolve();
    this.#waiting = this.#waiting.filter((waiter) => !waiter.enough());
  }
}

export const limits = (timeoutMs = 10_000) => ({ timeoutMs, signal: new AbortController().signal });
