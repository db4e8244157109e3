/**
 * Finds, among the tools a session offers, one that can do a job, by name, description and parameters, as any model must.
 *
 * Always: nothing is known of any server beforehand; what is not offered cannot be found.
 */
import { isRecord } from '../../contract/is-record.ts';
import type { FunctionTool } from '../realtime/client-events.ts';

export interface Parameter {
  readonly name: string;
  readonly type: string | null;
  readonly required: boolean;
}

/** A tool with the tools of the same origin beside it (the part of the name before `__`). */
export interface ToolGroup {
  readonly server: string;
  readonly tools: readonly FunctionTool[];
}

export function toGroups(tools: readonly FunctionTool[]): ToolGroup[] {
  const groups = new Map<string, FunctionTool[]>();
  for (const tool of tools) {
    const at = tool.name.indexOf('__');
    const server = at > 0 ? tool.name.slice(0, at) : '';
    groups.set(server, [...(groups.get(server) ?? []), tool]);
  }
  return [...groups].map(([server, members]) => ({ server, tools: members }));
}

/** The tool's own name, without its server's. */
export function bareName(tool: FunctionTool): string {
  const at = tool.name.indexOf('__');
  return at > 0 ? tool.name.slice(at + 2) : tool.name;
}

function parametersOf(tool: FunctionTool): Parameter[] {
  const schema = tool.parameters ?? {};
  const properties = isRecord(schema['properties']) ? schema['properties'] : {};
  const required = Array.isArray(schema['required']) ? schema['required'] : [];
  return Object.entries(properties).map(([name, value]) => ({
    name,
    type: isRecord(value) && typeof value['type'] === 'string' ? value['type'] : null,
    required: required.includes(name),
  }));
}

function requiredOf(tool: FunctionTool): Parameter[] {
  return parametersOf(tool).filter((parameter) => parameter.required);
}

const pathLike = /path|dir|folder|file_?name|uri/i;
const contentLike = /content|text|body|data/i;

/** The parameter that takes a path, if the tool has one of text. */
export function pathParameter(tool: FunctionTool): string | null {
  return (
    parametersOf(tool).find((parameter) => parameter.type === 'string' && pathLike.test(parameter.name))?.name ?? null
  );
}

export function contentParameter(tool: FunctionTool): string | null {
  const candidates = parametersOf(tool).filter(
    (parameter) => parameter.type === 'string' && !pathLike.test(parameter.name),
  );
  return candidates.find((parameter) => contentLike.test(parameter.name))?.name ?? null;
}

/** Says which folders may be looked into, and needs nothing to do so. */
export function findFolderTool(group: ToolGroup): FunctionTool | null {
  return simplest(
    group.tools.filter(
      (tool) =>
        requiredOf(tool).length === 0 &&
        /(allowed|root|workspace|current|home|base|sample).*(director|folder|root)|^roots?$|^pwd$/i.test(
          bareName(tool),
        ),
    ),
  );
}

/** Lists the entries of a folder named by its path. */
export function findListTool(group: ToolGroup): FunctionTool | null {
  return simplest(
    group.tools.filter((tool) => {
      const required = requiredOf(tool);
      const needsOnlyPath = required.length === 1 && pathParameter(tool) === required[0]?.name;
      return (
        needsOnlyPath &&
        /list|^ls$|^dir$|read_?dir|scan/i.test(bareName(tool)) &&
        !/allowed|tree|size/i.test(bareName(tool))
      );
    }),
  );
}

export function findReadTool(group: ToolGroup): FunctionTool | null {
  return simplest(
    group.tools.filter((tool) => {
      const required = requiredOf(tool);
      const needsOnlyPath = required.length === 1 && pathParameter(tool) === required[0]?.name;
      return (
        needsOnlyPath &&
        /read|cat|open|get/i.test(bareName(tool)) &&
        /file|text/i.test(bareName(tool)) &&
        !/media|info|multiple|dir/i.test(bareName(tool))
      );
    }),
    /text/i,
  );
}

export function findWriteTool(group: ToolGroup): FunctionTool | null {
  return simplest(
    group.tools.filter(
      (tool) =>
        pathParameter(tool) !== null &&
        contentParameter(tool) !== null &&
        requiredOf(tool).length <= 2 &&
        /write|save|create/i.test(bareName(tool)),
    ),
  );
}

/** Needs the least, then has the shortest name; one that `preferred` fits goes first. */
function simplest(tools: readonly FunctionTool[], preferred?: RegExp): FunctionTool | null {
  const rank = (tool: FunctionTool): number =>
    (preferred?.test(bareName(tool)) ? 0 : 10_000) + requiredOf(tool).length * 100 + tool.name.length;
  return [...tools].sort((left, right) => rank(left) - rank(right))[0] ?? null;
}
