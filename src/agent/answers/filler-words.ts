/**
 * What is said while a tool runs, or waits for its owner's approval. Pure.
 *
 * Path: a brain's filler -> here -> filler-sentences.ts.
 * Always: names come from servers and are part of the model's instructions, so only a few of their words are said, and only
 * letters and digits.
 */
import type { AwaitedCall } from '../../contract/index.ts';
import { fillerSentences } from './filler-sentences.ts';

const mostWords = 5;
const mostCharacters = 60;

/**
 * `isNamed`: its owner has heard already which call waits. `language`: the one the assistant was told to answer in, as a tag, or
 * null: English.
 */
export function fillerWords(awaited: AwaitedCall | null, isNamed: boolean, language: string | null): string {
  const { working, ask, askAgain, show, showAgain } = fillerSentences(language);
  if (!awaited) return working;
  const { tool, server, byVoice } = awaited;
  if (isNamed) return byVoice ? askAgain : showAgain;
  return (byVoice ? ask : show)(spokenName(tool), spokenName(server));
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
