/**
 * A tool's input schema as every provider of functions accepts it. For the model's eyes only: arguments are validated against
 * the server's own schema.
 *
 * Path: catalogue.ts -> here.
 * Always: an object at the top without combinators; local references inlined, recursive and network ones opened to anything
 * (never fetched); bounded in depth, nodes and size.
 */
import { isRecord } from '../../contract/index.ts';
import { without } from './without.ts';

type Schema = Readonly<Record<string, unknown>>;

const maximumDepth = 24;
const maximumNodes = 4_000;
const maximumSizeBytes = 24_000;
/** Names and plain values copied in one pass: a reference copies its target, so a small list may ask for gigabytes. */
const maximumCharacters = 4 * maximumSizeBytes;
const dropped = new Set([
  '$schema',
  '$id',
  '$anchor',
  '$dynamicAnchor',
  '$comment',
  '$vocabulary',
  '$defs',
  'definitions',
  'id',
]);

/** The schema to show the model: of the same meaning, or more permissive where it had to be cut. */
export function modelSchema(schema: Schema): Record<string, unknown> {
  let whole = schema;
  for (const withWords of [true, false]) {
    const inliner = new Inliner(schema, withWords);
    const inlined = topObject(inliner.run());
    if (inliner.wasCut) continue;
    if (JSON.stringify(inlined).length <= maximumSizeBytes) return inlined;
    whole = inlined;
  }
  const { properties, required } = whole;
  return {
    type: 'object',
    properties: shallow(properties),
    ...(isStrings(required) ? { required: required.slice(0, 100) } : {}),
  };
}

function topObject(inlined: Record<string, unknown>): Record<string, unknown> {
  const { anyOf, oneOf, allOf } = inlined;
  const properties: Record<string, unknown> = isRecord(inlined['properties']) ? { ...inlined['properties'] } : {};
  const required = new Set(isStrings(inlined['required']) ? inlined['required'] : []);
  for (const part of listOf(allOf)) {
    Object.assign(properties, isRecord(part['properties']) ? part['properties'] : {});
    for (const name of isStrings(part['required']) ? part['required'] : []) required.add(name);
  }
  for (const part of [...listOf(anyOf), ...listOf(oneOf)]) {
    for (const [name, value] of Object.entries(isRecord(part['properties']) ? part['properties'] : {}))
      properties[name] ??= value;
  }
  const others = without(inlined, 'anyOf', 'oneOf', 'allOf', 'not', 'enum', 'const', 'required');
  return { ...others, type: 'object', properties, ...(required.size > 0 ? { required: [...required] } : {}) };
}

class Inliner {
  readonly #root: Schema;
  readonly #withWords: boolean;
  #nodes = 0;
  #charactersLeft = maximumCharacters;

  constructor(root: Schema, withWords: boolean) {
    this.#root = root;
    this.#withWords = withWords;
  }

  /** Whether something was left out because it is too large. */
  get wasCut(): boolean {
    return this.#charactersLeft < 0;
  }

  run(): Record<string, unknown> {
    const result = this.#schema(this.#root, 0, []);
    return isRecord(result) ? result : {};
  }

  #schema(node: unknown, depth: number, open: readonly string[]): unknown {
    if (!isRecord(node)) return typeof node === 'boolean' ? (node ? {} : { not: {} }) : {};
    this.#nodes += 1;
    if (depth > maximumDepth || this.#nodes > maximumNodes || this.wasCut) return {};
    const reference = node['$ref'];
    if (typeof reference === 'string') return this.#reference(reference, node, depth, open);
    return this.#members(node, depth, open);
  }

  #reference(reference: string, node: Schema, depth: number, open: readonly string[]): unknown {
    const own = this.#members(without(node, '$ref'), depth, open);
    const target =
      reference.startsWith('#') && !open.includes(reference)
        ? resolvePointer(this.#root, reference.slice(1))
        : undefined;
    if (!isRecord(target)) return own;
    const found = this.#schema(target, depth + 1, [...open, reference]);
    return isRecord(found) ? { ...found, ...own } : own;
  }

  #members(node: Schema, depth: number, open: readonly string[]): Record<string, unknown> {
    const members: [string, unknown][] = [];
    for (const [key, value] of Object.entries(node)) {
      if (dropped.has(key) || (!this.#withWords && wordKeys.has(key))) continue;
      if (!this.#spend(key.length)) break;
      members.push([key, this.#member(key, value, depth, open)]);
    }
    return Object.fromEntries(members);
  }

  #member(key: string, value: unknown, depth: number, open: readonly string[]): unknown {
    const visit = (child: unknown): unknown => this.#schema(child, depth + 1, open);
    if (mapKeys.has(key) && isRecord(value)) {
      const entries = Object.entries(value).filter(([name]) => this.#spend(name.length));
      return Object.fromEntries(entries.map(([name, child]) => [name, visit(child)]));
    }
    if (listKeys.has(key) && Array.isArray(value)) return value.map(visit);
    if (schemaKeys.has(key) && isRecord(value)) return visit(value);
    return this.#copy(value, depth);
  }

  /** A plain value, or nothing once there has been too much of them. */
  #copy(value: unknown, depth: number): unknown {
    if (typeof value === 'string') return this.#spend(value.length) ? value : undefined;
    if (typeof value !== 'object' || value === null) return value;
    if (depth > maximumDepth) return undefined;
    if (Array.isArray(value)) return value.flatMap((item) => (this.#spend(1) ? [this.#copy(item, depth + 1)] : []));
    const entries = Object.entries(value).filter(([name]) => this.#spend(name.length));
    return Object.fromEntries(entries.map(([name, item]) => [name, this.#copy(item, depth + 1)]));
  }

  #spend(characters: number): boolean {
    if (!this.wasCut) this.#charactersLeft -= 1 + characters;
    return !this.wasCut;
  }
}

const mapKeys = new Set(['properties', 'patternProperties', 'dependentSchemas']);
const listKeys = new Set(['anyOf', 'oneOf', 'allOf', 'prefixItems']);
const schemaKeys = new Set(['items', 'additionalProperties', 'not', 'if', 'then', 'else', 'contains', 'propertyNames']);
const wordKeys = new Set(['description', 'title', 'examples', 'default', '$comment', 'markdownDescription']);

/** RFC 6901, as far as `#/a/b` goes. */
function resolvePointer(root: Schema, pointer: string): unknown {
  if (pointer === '') return root;
  if (!pointer.startsWith('/')) return undefined;
  let at: unknown = root;
  for (const raw of pointer.slice(1).split('/')) {
    const key = decode(raw).replaceAll('~1', '/').replaceAll('~0', '~');
    if (typeof at !== 'object' || at === null || !Object.hasOwn(at, key)) return undefined;
    at = (at as Record<string, unknown>)[key];
  }
  return at;
}

/** `%XX` of ASCII characters; anything else stays as it is. */
const decode = (text: string): string =>
  text.replaceAll(/%([0-7][0-9a-f])/gi, (_, code: string) => String.fromCharCode(Number.parseInt(code, 16)));

function shallow(properties: unknown): Record<string, unknown> {
  if (!isRecord(properties)) return {};
  const kept = Object.entries(properties).slice(0, 100);
  return Object.fromEntries(
    kept.map(([name, value]) => [
      name,
      isRecord(value) && typeof value['type'] === 'string' ? { type: value['type'] } : {},
    ]),
  );
}

const isStrings = (value: unknown): value is string[] =>
  Array.isArray(value) && value.every((item) => typeof item === 'string');
const listOf = (value: unknown): Record<string, unknown>[] => (Array.isArray(value) ? value.filter(isRecord) : []);
