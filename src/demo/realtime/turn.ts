/**
 * What a response has to answer: the last unanswered user item of a conversation and the calls made since.
 *
 * Pure. Always: results count only when they came after the user's item; an answered item is not answered again; a result
 * that is the last word answers the item its call was made for, whatever was said meanwhile.
 */
import type { Item, UserItem } from './items.ts';
import type { Step } from '../thinking/think.ts';

export interface OpenTurn {
  readonly user: UserItem;
  /** The guest who spoke, where a note in square brackets before the words names one. */
  readonly speaker: string | null;
  readonly steps: readonly Step[];
}

/** The open turn, or null where the last word was the assistant's or nothing was said. */
export function findOpenTurn(items: readonly Item[]): OpenTurn | null {
  const spoken = items.filter((item) => item.type !== 'message' || item.role !== 'system');
  const last = spoken.at(-1);
  if (!last || (last.type === 'message' && last.role === 'assistant')) return null;
  const at = spoken.slice(0, callOf(last, spoken)).findLastIndex(isUser);
  const user = spoken[at];
  if (user?.type !== 'message' || user.role !== 'user') return null;
  return { user, speaker: guestOf(user, spoken[at - 1]), steps: toSteps(spoken.slice(at + 1)) };
}

const isUser = (item: Item): boolean => item.type === 'message' && item.role === 'user';

/** Where the call of this result is; undefined for what is no result of a call. */
function callOf(result: Item, items: readonly Item[]): number | undefined {
  if (result.type !== 'function_call_output') return undefined;
  const at = items.findLastIndex((item) => item.type === 'function_call' && item.call_id === result.call_id);
  return at === -1 ? undefined : at;
}

function toSteps(items: readonly Item[]): Step[] {
  return items.flatMap((item) => {
    if (item.type !== 'function_call') return [];
    const answer = items.find((other) => other.type === 'function_call_output' && other.call_id === item.call_id);
    const output = answer?.type === 'function_call_output' ? answer.output : null;
    return [{ name: item.name, arguments: parseArguments(item.arguments), output }];
  });
}

function parseArguments(text: string): Record<string, unknown> {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : {};
  } catch {
    return {};
  }
}

/** The words of a typed user item (or of an audio item that came with a transcript), '' where there are none; without notes. */
export function textOf(user: UserItem): string {
  return wholeTextOf(user).replace(note, '').trim();
}

const note = /^\[[^\]]*speaking(?:: ([^\]]+))?\]/;

function guestOf(user: UserItem, before: Item | undefined): string | null {
  const noted = note.exec(wholeTextOf(user));
  if (noted) return noted[1] ?? null;
  if (before?.type !== 'message' || before.role !== 'user') return null;
  return note.exec(wholeTextOf(before))?.[1] ?? null;
}

function wholeTextOf(user: UserItem): string {
  return user.content
    .map((part) => part.text ?? part.transcript ?? '')
    .join(' ')
    .trim();
}

/** What a response's own instructions order to be said word by word: their text in double quotes, if any. */
export function orderedWords(instructions: string | undefined, ofSession: string | undefined): string | null {
  if (!instructions) return null;
  const own = ofSession && instructions.startsWith(ofSession) ? instructions.slice(ofSession.length) : instructions;
  return /["“]([^"”]+)["”]/.exec(own)?.[1] ?? null;
}
