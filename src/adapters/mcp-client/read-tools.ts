/**
 * A server's tools, all pages joined, leniently: one tool that is not well formed does not cost the others.
 *
 * Path: connector.ts, connection.ts -> here -> SDK Client.
 * Always: bounded in pages and tools; no schema is followed to the network.
 */
import type { Client, StandardSchemaV1 } from '@modelcontextprotocol/client';
import { isRecord } from '../../contract/index.ts';
import type { ToolDefinition } from '../../core/ports.ts';

const maximumPages = 64;
const maximumTools = 2_000;

/** A definition nested deeper than this is no honest one, and recursion over it is not safe. */
const maximumDepth = 200;

interface ToolPage {
  readonly tools: readonly ToolDefinition[];
  readonly nextCursor: string | undefined;
}

export async function readTools(
  client: Client,
  options: { readonly timeout: number; readonly signal?: AbortSignal },
): Promise<ToolDefinition[]> {
  if (!client.getServerCapabilities()?.tools) return [];
  const tools = new Map<string, ToolDefinition>();
  let cursor: string | undefined;
  for (let page = 0; page < maximumPages && tools.size < maximumTools; page++) {
    const result: ToolPage = await client.request(
      { method: 'tools/list', params: cursor === undefined ? {} : { cursor } },
      toolPage,
      options,
    );
    for (const tool of result.tools) if (!tools.has(tool.name) && tools.size < maximumTools) tools.set(tool.name, tool);
    if (result.nextCursor === undefined || result.nextCursor === cursor) break;
    cursor = result.nextCursor;
  }
  return [...tools.values()];
}

const toolPage: StandardSchemaV1<unknown, ToolPage> = {
  '~standard': {
    version: 1,
    vendor: 'parley',
    validate: (value) => {
      const page = value as { tools?: unknown; nextCursor?: unknown } | null;
      if (!Array.isArray(page?.tools)) return { issues: [{ message: 'the answer has no list of tools' }] };
      const tools = page.tools.map(toDefinition).filter((tool) => tool !== null);
      return {
        value: {
          tools,
          nextCursor: typeof page.nextCursor === 'string' && page.nextCursor !== '' ? page.nextCursor : undefined,
        },
      };
    },
  },
};

function toDefinition(value: unknown): ToolDefinition | null {
  if (!isRecord(value) || typeof value['name'] !== 'string' || value['name'] === '') return null;
  const { name, title, description, inputSchema, annotations } = value;
  if (isDeeper(inputSchema, maximumDepth) || isDeeper(annotations, maximumDepth)) return null;
  return {
    name,
    inputSchema: isRecord(inputSchema) ? inputSchema : { type: 'object' },
    ...(typeof title === 'string' ? { title } : {}),
    ...(typeof description === 'string' ? { description } : {}),
    ...(isRecord(annotations) ? { annotations } : {}),
  };
}

function isDeeper(value: unknown, levels: number): boolean {
  if (typeof value !== 'object' || value === null) return false;
  return levels === 0 || Object.values(value).some((member) => isDeeper(member, levels - 1));
}
