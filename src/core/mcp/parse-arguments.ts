/**
 * The model's text of arguments as an object.
 */
import { AppError } from '../../contract/index.ts';
import { isDeeper, maximumDepth } from './nesting.ts';

/** Nothing at all counts as no arguments. @throws {AppError} mcp/bad-arguments in words a model can mend */
export function parseArguments(text: string): Record<string, unknown> {
  if (text.trim() === '') return {};
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch (error) {
    throw new AppError(
      'mcp/bad-arguments',
      `The arguments are not valid JSON: ${error instanceof Error ? error.message : 'unreadable'}.`,
    );
  }
  if (value === null) return {};
  if (typeof value !== 'object' || Array.isArray(value))
    throw new AppError('mcp/bad-arguments', 'The arguments must be a JSON object.');
  if (isDeeper(value, maximumDepth))
    throw new AppError('mcp/bad-arguments', `The arguments are nested more than ${maximumDepth} levels deep.`);
  return value as Record<string, unknown>;
}
