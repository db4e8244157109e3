/**
 * How much of a text has been spoken, from how much of its audio has been played. Pure.
 *
 * Always: never more than the text; ends at a word's end; everything once all audio was played.
 * The provider gives no times for words, so length stands for duration: right to about a word in a sentence.
 */

/** The words of `text` heard when `playedMs` of `audioMs` (all of its audio so far) were played. */
export function spokenText(text: string, playedMs: number, audioMs: number): string {
  if (audioMs <= 0 || playedMs <= 0) return '';
  if (playedMs >= audioMs) return text;
  const length = Math.floor((text.length * playedMs) / audioMs);
  if (/\s/.test(text[length] ?? ' ')) return text.slice(0, length).trimEnd();
  const end = text.slice(0, length).search(/\s\S*$/);
  return end < 0 ? '' : text.slice(0, end);
}
