/**
 * The model's text of arguments as an object.
 */
import { AppError, isDeeper, maximumDepth } from '../../contract/index.ts';

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
  if (namesPrototype(value)) throw new AppError('mcp/bad-arguments', prototypeNamed);
  return value as Record<string, unknown>;
}

/** Whoever copies such a field may lose it or change an object with it, so its owner would not see what is sent. */
const prototypeNamed = 'The arguments have a field "__proto__", which is sent to no server.';

function namesPrototype(value: unknown): boolean {
  if (typeof value !== 'object' || value === null) return false;
  return Object.hasOwn(value, '__proto__') || Object.values(value).some(namesPrototype);
}
