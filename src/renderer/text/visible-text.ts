/**
 * Makes text from servers and models safe to read: what cannot be seen is shown as what it is.
 *
 * Always: terminal colors go; control, bidirectional and invisible characters become `\u{…}`, so that arguments and
 * commands cannot look like something else than they are (FAULTS S1).
 */
import { toExactText } from '../../contract/index.ts';

const terminalSequence = /\u001b(?:\[[0-?]*[ -/]*[@-~]|\][^\u0007\u001b]*(?:\u0007|\u001b\\)|[@-Z\\-_])/g;
/** Letters of some scripts and many emoji are written with joiners and a variation selector, so these stay; a run of selectors says something. */
const unseen =
  /(?![\t\n\u034f\u200c\u200d]|(?<!\p{Variation_Selector})\p{Variation_Selector})[\p{Cc}\p{Zl}\p{Zp}\p{Default_Ignorable_Code_Point}\ufff9-\ufffb]/gu;

/** `text` with everything unseen made visible; terminal color codes removed. */
export function toVisibleText(text: string): string {
  return text
    .replaceAll('\r\n', '\n')
    .replace(terminalSequence, '')
    .replace(unseen, (character) => `\\u{${(character.codePointAt(0) ?? 0).toString(16)}}`);
}

/** As `toExactText`, for a JSON value, indented. */
export function toExactJson(value: unknown): string {
  return (JSON.stringify(value, null, 2) ?? 'null').split('\n').map(toExactText).join('\n');
}

/** Any JSON value as indented text, everything unseen made visible. */
export function toVisibleJson(value: unknown): string {
  return toVisibleText(JSON.stringify(value, null, 2) ?? 'null');
}

/** JSON in a string as indented text; anything else as it is. */
export function toReadable(text: string): string {
  const trimmed = text.trimStart();
  if (!trimmed.startsWith('{') && !trimmed.startsWith('[')) return toVisibleText(text);
  try {
    return toVisibleJson(JSON.parse(text));
  } catch {
    return toVisibleText(text);
  }
}
