/**
 * Server entries out of another client's configuration, for shells that have a file to read.
 *
 * Path: `parley mcp import` -> here -> core/mcp/import-config.ts, which a shell may not import by itself.
 */
import { importConfig } from '../core/mcp/import-config.ts';
import type { ImportResult } from '../core/mcp/import-config.ts';

/** @throws {AppError} import/bad-json with line and column | import/nothing-found */
export function readServerConfig(text: string): ImportResult {
  return importConfig(text);
}
