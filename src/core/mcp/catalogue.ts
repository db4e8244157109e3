/**
 * The functions offered to the model, made from what every expected server offers.
 *
 * Path: registry.ts tells of changes -> here -> event `tools.catalogueChanged` -> the agent; call-tool.ts finds a tool by its
 * model name here.
 * Always: names legal and unique; refused tools are not offered; published only when something differs; nothing is asked of a
 * server for it.
 */
import { ServerName } from '../../contract/index.ts';
import type { CatalogueTool } from '../../contract/index.ts';
import type { EventHub } from '../bridge/event-hub.ts';
import type { Hasher, ToolDefinition } from '../ports.ts';
import { canonicalJson } from './canonical.ts';
import { cleanText } from './clean-text.ts';
import { modelNames } from './model-names.ts';
import { modelSchema } from './model-schema.ts';

/** Of a description, in characters; the longest that providers take without complaint. */
const descriptionLimit = 1_024;

/** A tool with the server whose it is. */
export interface OfferedTool {
  readonly server: string;
  readonly definition: ToolDefinition;
}

/** What is on offer now, and the names it is called by. */
export class Catalogue {
  readonly #hub: EventHub;
  readonly #hasher: Hasher;
  #tools: readonly CatalogueTool[] = [];
  #byName = new Map<string, CatalogueTool>();
  #byTool = new Map<string, string>();
  #published = '[]';

  constructor(options: { hub: EventHub; hasher: Hasher }) {
    this.#hub = options.hub;
    this.#hasher = options.hasher;
    this.#hub.provide('tools.catalogueChanged', () => [...this.#tools]);
  }

  list(): readonly CatalogueTool[] {
    return this.#tools;
  }

  find(modelName: string): CatalogueTool | null {
    return this.#byName.get(modelName) ?? null;
  }

  /** '' for a tool that is not on offer. */
  modelName(server: string, tool: string): string {
    return this.#byTool.get(keyOf(server, tool)) ?? '';
  }

  /** Offers exactly these from now on. */
  offer(tools: readonly OfferedTool[]): void {
    this.#tools = buildCatalogue(tools, this.#hasher);
    this.#byName = new Map(this.#tools.map((tool) => [tool.name, tool]));
    this.#byTool = new Map(this.#tools.map((tool) => [keyOf(tool.server, tool.tool), tool.name]));
    const text = canonicalJson(this.#tools);
    if (text === this.#published) return;
    this.#published = text;
    this.#hub.publish('tools.catalogueChanged', null, [...this.#tools]);
  }
}

/** Sorted by server, then in the server's own order. */
export function buildCatalogue(offered: readonly OfferedTool[], hasher: Hasher): CatalogueTool[] {
  const tools = offered.toSorted((a, b) => (a.server < b.server ? -1 : a.server > b.server ? 1 : 0));
  const names = modelNames(
    tools.map(({ server, definition }) => ({ server, tool: definition.name })),
    hasher,
  );
  return tools.map(({ server, definition }, index) => ({
    name: names[index] ?? '',
    description: describe(definition),
    parameters: modelSchema(definition.inputSchema),
    server: ServerName.parse(server),
    tool: definition.name,
  }));
}

function describe(definition: ToolDefinition): string {
  const title = definition.title ?? definition.annotations?.['title'];
  const words = definition.description ?? (typeof title === 'string' ? title : '');
  return cleanText(words, descriptionLimit);
}

const keyOf = (server: string, tool: string): string => `${server}\n${tool}`;
