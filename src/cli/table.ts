/**
 * Aligned plain text for people, and text from elsewhere made safe to show.
 */

/** Columns aligned by their widest cell, two spaces between, nothing after the last. */
export function toTable(head: readonly string[], rows: readonly (readonly string[])[]): string {
  const all = [head, ...rows.map((row) => row.map((cell) => printable(cell)))];
  const widths = head.map((_title, column) => Math.max(...all.map((row) => (row[column] ?? '').length)));
  const lines = all.map((row) =>
    row
      .map((cell, column) => cell.padEnd(widths[column] ?? 0))
      .join('  ')
      .trimEnd(),
  );
  return lines.join('\n');
}

/** One line without control or direction characters: what a server or model wrote must not steer a terminal. */
export function printable(text: string): string {
  return text.replaceAll(/[\p{Cc}\p{Cf}\u2028\u2029]+/gu, ' ').trim();
}

/** JSON of the same value in which no character is invisible, changes direction or steers a terminal: those are \u escapes. */
export const toJson = (value: unknown, indent?: number): string =>
  escapeJson(JSON.stringify(value, null, indent) ?? 'null');

/** As `toJson`, of JSON that is text already. */
export function escapeJson(json: string): string {
  return json.replaceAll(
    /(?!\n)[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\p{Default_Ignorable_Code_Point}]/gu,
    // Beyond the first plane a character is two of JSON's escapes.
    (hidden) => hidden.split('').map(unitEscape).join(''),
  );
}

const unitEscape = (unit: string): string => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`;

/** Several lines, otherwise as `printable`. */
export function printableLines(text: string): string {
  return text.split(/\r?\n/).map(printableKeepingIndent).join('\n');
}

function printableKeepingIndent(line: string): string {
  return line.replaceAll('\t', '    ').replaceAll(/[\p{Cc}\p{Cf}\u2028\u2029]/gu, '');
}

/** At most `length` characters, cut visibly. */
export function shorten(text: string, length: number): string {
  const line = printable(text);
  return line.length > length ? `${line.slice(0, length - 1)}…` : line;
}

/** `0.12 s`, `3.4 s`, `2 min`. */
export function toDuration(durationMs: number): string {
  if (durationMs < 10_000) return `${(durationMs / 1000).toFixed(2)} s`;
  if (durationMs < 120_000) return `${(durationMs / 1000).toFixed(0)} s`;
  return `${Math.round(durationMs / 60_000)} min`;
}

/** Local date and time, to the second. */
export function toTime(atMs: number): string {
  const at = new Date(atMs);
  const two = (part: number): string => String(part).padStart(2, '0');
  const day = `${at.getFullYear()}-${two(at.getMonth() + 1)}-${two(at.getDate())}`;
  return `${day} ${two(at.getHours())}:${two(at.getMinutes())}:${two(at.getSeconds())}`;
}
