/**
 * What is said while a tool runs, or waits for its owner's approval. Pure.
 *
 * Path: a brain's filler -> here. Always: names come from servers and are part of the model's instructions, so only a few of
 * their words are said, and only letters and digits.
 */
import type { AwaitedCall } from '../../contract/index.ts';

const mostWords = 5;
const mostCharacters = 60;

/** `isNamed`: its owner has heard already which call waits. */
export function fillerWords(awaited: AwaitedCall | null, isNamed: boolean): string {
  if (!awaited) return 'One moment, I am still on it.';
  const { tool, server, byVoice } = awaited;
  if (isNamed)
    return byVoice
      ? 'I am still waiting. Say: allow it. Or: deny it.'
      : 'I am still waiting for your OK in the window.';
  const call = `${spokenName(tool)} of ${spokenName(server)}`;
  return byVoice ? `May I use ${call}? Say: allow it. Or: deny it.` : `I need your OK in the window, to use ${call}.`;
}

/** Whether somebody who heard these words knows which call is meant. */
export function isNamedIn(heard: string, { tool }: AwaitedCall): boolean {
  const name = joined(spokenName(tool));
  return name !== '' && joined(heard).includes(name);
}

const spokenName = (name: string): string =>
  name
    .replaceAll(/[^\p{L}\p{N}]+/gu, ' ')
    .trim()
    .split(' ')
    .slice(0, mostWords)
    .join(' ')
    .slice(0, mostCharacters);

const joined = (text: string): string => text.replaceAll(/[^\p{L}\p{N}]+/gu, '').toLowerCase();
