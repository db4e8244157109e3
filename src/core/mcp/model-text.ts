/**
 * What came of a call as words for the model, and for people where those are others; unchanged in meaning.
 *
 * Path: call-tool.ts -> here -> the agent; the people's words to call-stream.ts.
 * Always: text comes whole up to the limit and the cut is said; what is no text (image, audio, file) is described, never
 * invented; structured content is given where the text does not already hold it. What the model is to do stands in its own
 * words only.
 */
import type { AppError } from '../../contract/index.ts';
import { beginningOf } from '../beginning.ts';
import type { RawToolResult } from '../ports.ts';

/** Characters of a result that the model is given; about 15,000 tokens. */
export const modelTextLimit = 60_000;

type Block = RawToolResult['content'][number];

/** A result in words, never empty: `text` for the model, `shown` for people. */
export interface ResultText {
  readonly text: string;
  readonly shown: string;
  readonly isError: boolean;
}

/** A result in words. */
export function toModelText(result: RawToolResult): ResultText {
  const isError = result.isError === true;
  const parts = result.content.map(describeBlock);
  const structured = describeStructured(result, parts) ?? '';
  const whole = join([...parts, structured]) || empty(isError);
  const ofPeople = result.content.some(isMedium) ? join([...result.content.map(showBlock), structured]) : whole;
  return { text: cutForModel(whole), shown: cut(ofPeople, modelTextLimit), isError };
}

/** A failure in words for the model: what people are told, and what that means for it. */
export function failureForModel({ code, message }: AppError): string {
  return code === 'approvals/denied'
    ? `${message} The owner said no to it; do not try it again unless asked to.`
    : message;
}

/** Text cut at `limit` characters, as people are told. */
export const cut = (text: string, limit: number): string =>
  text.length <= limit ? text : `${beginningOf(text, limit)}\n[Cut here: there is more of it.]`;

function cutForModel(text: string): string {
  if (text.length <= modelTextLimit) return text;
  return `${beginningOf(text, modelTextLimit)}\n[Cut here: the result has ${text.length} characters, the first ${modelTextLimit} are above. Ask for a smaller part to see the rest.]`;
}

const join = (parts: readonly string[]): string => parts.filter((part) => part !== '').join('\n');

const isMedium = ({ type }: Block): boolean => type === 'image' || type === 'audio';

/** For people, who see or play it themselves. */
function showBlock(block: Block): string {
  if (!isMedium(block)) return describeBlock(block);
  return `[${block.type === 'image' ? 'An image' : 'A sound'} (${kindOf(block)}, ${sizeOf(block['data'])})]`;
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
