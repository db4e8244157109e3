/**
 * A connector whose failures show no secret: a server that says its key aloud, on stderr or in an answer, says it to Parley only.
 *
 * Path: create-core.ts wraps the port -> registry, test-server -> here -> port McpConnector.
 * Always: what is too long is cut once it was looked through, so no secret is shown by half; codes and results pass as they are;
 * a result is the tool's own word, and is redacted where it is kept.
 * Source: FAULTS S30.
 */
import { AppError } from '../../contract/index.ts';
import type { McpConnection, McpConnector } from '../ports.ts';

/** Of a failure's words, shown to people and models. */
const shownLimit = 2_500;

/** `redacted`: the text without secrets. */
export function createDiscreetConnector(connector: McpConnector, redacted: (text: string) => string): McpConnector {
  const shown = (text: string): string => {
    const clean = redacted(text);
    return clean.length > shownLimit ? `${clean.slice(0, shownLimit)} …` : clean;
  };
  const rethrow = (error: unknown): never => {
    if (!(error instanceof AppError)) throw error;
    const { code, message, data, cause } = error;
    throw new AppError(code, shown(message), { cause, ...(data && { data }) });
  };
  const discreet = (connection: McpConnection): McpConnection => ({
    era: connection.era,
    version: connection.version,
    capabilities: connection.capabilities,
    get tools() {
      return connection.tools;
    },
    pid: connection.pid,
    callTool: (...call) => connection.callTool(...call).catch(rethrow),
    check: (options) => connection.check(options).catch(rethrow),
    close: () => connection.close(),
  });
  return {
    connect: async (target, events, options) => {
      const onClosed: typeof events.onClosed = (cause) => events.onClosed({ ...cause, message: shown(cause.message) });
      return discreet(await connector.connect(target, { ...events, onClosed }, options).catch(rethrow));
    },
  };
}
