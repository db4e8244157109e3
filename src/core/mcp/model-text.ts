/**
 * A tool's result as words for the model, unchanged in meaning.
 *
 * Path: call-tool.ts -> here -> the agent.
 * Always: text comes whole up to the limit and the cut is said; what is no text (image, audio, file) is described, never
 * invented; structured content is given where the text does not already hold it.
 */
import type { RawToolResult } from '../ports.ts';

/** Characters of a result that the model is given; about 15,000 tokens. */
export const modelTextLimit = 60_000;

type Block = RawToolResult['content'][number];

/** What the model is told of a result; never empty. */
export function toModelText(result: RawToolResult): { text: string; isError: boolean } {
  const parts = result.content.map(describeBlock);
  const structured = describeStructured(result, parts);
  if (structured !== null) parts.push(structured);
  const text = parts.filter((part) => part !== '').join('\n');
  const isError = result.isError === true;
  return { text: cut(text === '' ? empty(isError) : text), isError };
}

/** Text cut at `limit` characters with a note of what is missing. */
export function cut(text: string, limit = modelTextLimit): string {
  if (text.length <= limit) return text;
  return `${text.slice(0, limit)}\n[Cut here: the result has ${text.length} characters, the first ${limit} are above. Ask for a smaller part to see the rest.]`;
}

function describeBlock(block: Block): string {
  switch (block.type) {
    case 'text':
      return typeof block['text'] === 'string' ? block['text'] : '';
    case 'image':
      return `[An image (${kindOf(block)}, ${sizeOf(block['data'])}) was returned; the user can see it in the window.]`;
    case 'audio':
      return `[A sound (${kindOf(block)}, ${sizeOf(block['data'])}) was returned; the user can play it in the window.]`;
    case 'resource_link':
      return `[Link to ${nameOf(block)}: ${String(block['uri'])}]${typeof block['description'] === 'string' ? ` ${block['description']}` : ''}`;
    case 'resource':
      return describeResource(block['resource']);
    default:
      return `[A part of the kind "${block.type.slice(0, 40)}" was returned that cannot be put in words.]`;
  }
}

function describeResource(resource: unknown): string {
  if (typeof resource !== 'object' || resource === null) return '';
  const { uri, text, blob, mimeType } = resource as Record<string, unknown>;
  if (typeof text === 'string') return `[Contents of ${String(uri)}]\n${text}`;
  return `[A file (${typeof mimeType === 'string' ? mimeType : 'unknown kind'}, ${sizeOf(blob)}) was returned: ${String(uri)}]`;
}

/** Most servers repeat structured content as text; then it is not said twice. */
function describeStructured(result: RawToolResult, parts: readonly string[]): string | null {
  if (result.structuredContent === undefined) return null;
  const json = JSON.stringify(result.structuredContent) ?? '';
  const isRepeated = parts.some((part) => sameJson(part, json));
  return isRepeated ? null : json;
}

function sameJson(part: string, json: string): boolean {
  const begin = part.trimStart()[0];
  if ((begin !== '{' && begin !== '[') || part.length > json.length * 3 + 100) return false;
  try {
    return JSON.stringify(JSON.parse(part)) === json;
  } catch {
    return false;
  }
}

const empty = (isError: boolean): string =>
  isError ? 'The tool failed without saying why.' : 'The tool is done and returned nothing.';

const kindOf = (block: Block): string => (typeof block['mimeType'] === 'string' ? block['mimeType'] : 'unknown kind');

const nameOf = (block: Block): string => {
  const name = block['title'] ?? block['name'];
  return typeof name === 'string' ? name : 'a resource';
};

/** Of base64 text. */
function sizeOf(data: unknown): string {
  if (typeof data !== 'string') return 'unknown size';
  const sizeBytes = Math.floor((data.length * 3) / 4);
  return sizeBytes < 1_024 ? `${sizeBytes} bytes` : `${Math.round(sizeBytes / 1_024)} KB`;
}
