/**
 * How deep a value from a model or a server may nest.
 *
 * Path: parse-arguments.ts, call-tool.ts, the MCP client's lists -> here.
 * Always: checked before anything recurses over the value (validation, approval, redaction, log, history), because a recursion
 * that runs out of stack there would end the host.
 */

/** Nothing honest nests deeper. */
export const maximumDepth = 200;

/** Looks no deeper than `levels` itself. */
export function isDeeper(value: unknown, levels: number): boolean {
  if (typeof value !== 'object' || value === null) return false;
  return levels === 0 || Object.values(value).some((member) => isDeeper(member, levels - 1));
}
