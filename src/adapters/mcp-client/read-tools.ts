/**
 * A server's tools, all pages joined, leniently: one tool that is not well formed does not cost the others.
 *
 * Path: connector.ts, connection.ts -> here -> SDK Client.
 * Always: bounded in time, pages, tools and characters, and what is left out is told to the owner; no schema is followed to the
 * network.
 */
import type { Client, StandardSchemaV1 } from '@modelcontextprotocol/client';
import { AppError, isDeeper, isRecord, maximumDepth } from '../../contract/index.ts';
import type { ToolDefinition } from '../../core/ports.ts';

const maximumPages = 64;
const maximumTools = 2_000;

/** Of one definition as JSON; the longest of honest servers have some ten thousand. */
const maximumCharacters = 200_000;

/** Of a whole list: it is kept, hashed and stored for each server. */
const maximumListCharacters = 5_000_000;

/** Of names in what is told. */
const toldNames = 3;
const toldCharacters = 80;

export interface ReadOptions {
  /** For all pages together, ms. */
  readonly timeout: number;
  readonly signal?: AbortSignal;
  /** Hears what was left out. */
  tell(line: string): void;
}

interface Read {
  readonly tool: ToolDefinition;
  readonly characters: number;
}

interface ToolPage {
  readonly read: readonly Read[];
  /** Names of those that are too long or too deep. */
  readonly refused: readonly string[];
  readonly nextCursor: string | undefined;
}

/** @throws {AppError} mcp/start-timeout when not all pages came in time, or what the SDK throws. */
export async function readTools(client: Client, { timeout, signal, tell }: ReadOptions): Promise<ToolDefinition[]> {
  if (!client.getServerCapabilities()?.tools) return [];
  const untilMs = performance.now() + timeout;
  const tools = new Map<string, ToolDefinition>();
  let leftCharacters = maximumListCharacters;
  let cursor: string | undefined;
  for (let page = 0; page < maximumPages; page++) {
    const leftMs = untilMs - performance.now();
    if (leftMs <= 0) throw tooSlow(timeout);
    const { read, refused, nextCursor }: ToolPage = await client.request(
      { method: 'tools/list', params: cursor === undefined ? {} : { cursor } },
      toolPage,
      { timeout: leftMs, ...(signal ? { signal } : {}) },
    );
    if (refused.length > 0) tell(refusedWords(refused));
    for (const { tool, characters } of read) {
      if (tools.has(tool.name)) continue;
      leftCharacters -= characters;
      if (tools.size === maximumTools || leftCharacters < 0) {
        tell(cutWords(tools.size, leftCharacters < 0 ? 'takes too much room' : `has more than ${maximumTools}`));
        return [...tools.values()];
      }
      tools.set(tool.name, tool);
    }
    if (nextCursor === undefined || nextCursor === cursor) return [...tools.values()];
    cursor = nextCursor;
  }
  tell(cutWords(tools.size, `goes on after ${maximumPages} pages`));
  return [...tools.values()];
}

const tooSlow = (timeoutMs: number): AppError =>
  new AppError('mcp/start-timeout', `The server did not list its tools within ${Math.round(timeoutMs / 1_000)} s.`);

const cutWords = (count: number, why: string): string =>
  `[tools] only the first ${count} tools are used: the server's list ${why}`;

function refusedWords(names: readonly string[]): string {
  const told = names.slice(0, toldNames).map((name) => `"${name.slice(0, toldCharacters)}"`);
  const more = names.length > toldNames ? ` and ${names.length - toldNames} more` : '';
  return `[tools] left out, because its definition is too long or nested too deep: ${told.join(', ')}${more}`;
}

const toolPage: StandardSchemaV1<unknown, ToolPage> = {
  '~standard': {
    version: 1,
    vendor: 'parley',
    validate: (value) => {
      const page = value as { tools?: unknown; nextCursor?: unknown } | null;
      if (!Array.isArray(page?.tools)) return { issues: [{ message: 'the answer has no list of tools' }] };
      const read: Read[] = [];
      const refused: string[] = [];
      // One more than is used, so that it is seen that there are more.
      for (const tool of page.tools.slice(0, maximumTools + 1).filter(isNamed)) {
        const definition = isTooDeep(tool) ? null : toDefinition(tool);
        const characters = definition === null ? Infinity : JSON.stringify(definition).length;
        if (definition && characters <= maximumCharacters) read.push({ tool: definition, characters });
        else refused.push(tool.name);
      }
      const isCursor = typeof page.nextCursor === 'string' && page.nextCursor !== '';
      return { value: { read, refused, nextCursor: isCursor ? (page.nextCursor as string) : undefined } };
    },
  },
};

type Named = Record<string, unknown> & { readonly name: string };

const isNamed = (value: unknown): value is Named =>
  isRecord(value) && typeof value['name'] === 'string' && value['name'] !== '';

const isTooDeep = ({ inputSchema, annotations }: Named): boolean =>
  isDeeper(inputSchema, maximumDepth) || isDeeper(annotations, maximumDepth);

function toDefinition({ name, title, description, inputSchema, annotations }: Named): ToolDefinition {
  return {
    name,
    inputSchema: isRecord(inputSchema) ? inputSchema : { type: 'object' },
    ...(typeof title === 'string' ? { title } : {}),
    ...(typeof description === 'string' ? { description } : {}),
    ...(isRecord(annotations) ? { annotations } : {}),
  };
}
