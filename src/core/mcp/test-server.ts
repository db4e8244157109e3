/**
 * A real connection test of one entry: connects, looks, and leaves.
 *
 * Path: mcp.test -> here -> port McpConnector.
 * Always: nothing of it is left; a failure is the report, not an exception.
 */
import { AppError, toWireError } from '../../contract/index.ts';
import type { ServerEntry, TestReport } from '../../contract/index.ts';
import type { McpConnector, SecretStore } from '../ports.ts';
import { resolveSecrets } from './resolve-secrets.ts';
import { connectTimeoutMs } from './server.ts';

/** What a test works with. */
export interface TestParts {
  readonly connector: McpConnector;
  readonly secrets: SecretStore;
}

/** Connects as a start would, at most 20 s, and closes again. Never throws. */
export async function testServer(
  parts: TestParts,
  name: string,
  entry: ServerEntry,
  signal: AbortSignal,
): Promise<TestReport> {
  const silent = { onToolsChanged: () => {}, onClosed: () => {}, onOutput: () => {} };
  try {
    const resolved = await resolveSecrets(entry, parts.secrets);
    const connection = await parts.connector.connect({ name, entry: resolved }, silent, {
      timeoutMs: connectTimeoutMs,
      signal,
    });
    const { era, version, capabilities, tools } = connection;
    await connection.close();
    return {
      ok: true,
      era,
      version,
      capabilities: { ...capabilities },
      tools: tools.map((tool) => tool.name),
      cause: null,
    };
  } catch (error) {
    return failed(error);
  }
}

/** The report of a test that was not begun. */
export const notApproved = (name: string): TestReport =>
  failed(
    new AppError(
      'mcp/unapproved',
      `The entry of "${name}" waits for approval and is not started before that, not even for a test.`,
    ),
  );

const failed = (error: unknown): TestReport => ({
  ok: false,
  era: null,
  version: null,
  capabilities: {},
  tools: [],
  cause: toWireError(error),
});
