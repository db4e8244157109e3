/**
 * Reads what a tool answered, as text: folder paths, folder entries, or simply what it says.
 */

/** The text's lines, also where the text is JSON with the lines inside its strings. */
function linesOf(text: string): string[] {
  return stringsOf(text)
    .flatMap((part) => part.split(/\r?\n/))
    .map((line) => line.trim())
    .filter((line) => line.length > 0);
}

function stringsOf(text: string): string[] {
  try {
    return collect(JSON.parse(text));
  } catch {
    return [text];
  }
}

function collect(value: unknown): string[] {
  if (typeof value === 'string') return [value];
  if (Array.isArray(value)) return value.flatMap(collect);
  if (typeof value === 'object' && value !== null) {
    return Object.entries(value).flatMap(([key, inner]) =>
      key === 'type' || key === 'annotations' ? [] : collect(inner),
    );
  }
  return value === null || value === undefined ? [] : [String(value)];
}

/** What is said aloud of a result: its words, without the wrapping. */
export function toSpokenText(text: string): string {
  return linesOf(text).join('\n');
}

/** Absolute paths, each alone on its line, in order, without repeats. */
export function toFolders(text: string): string[] {
  return [...new Set(linesOf(text).filter((line) => /^(?:\/|[A-Za-z]:[\\/])[^:*?"<>|]*$/.test(line)))];
}

export interface Entry {
  readonly name: string;
  readonly folder: boolean;
}

/** Names in a listing: `[FILE] a.txt` and `[DIR] b` lines where there are such, else every line. */
export function toEntries(text: string): Entry[] {
  const lines = linesOf(text);
  const tagged = lines.flatMap((line) => {
    const match = /^\[(FILE|DIR)\]\s+(.+)$/i.exec(line);
    return match?.[2] ? [{ name: match[2], folder: match[1]?.toUpperCase() === 'DIR' }] : [];
  });
  if (tagged.length > 0) return tagged;
  return lines
    .filter((line) => !/\s.*\s.*\s/.test(line))
    .map((line) => ({ name: line.replace(/[\\/]$/, ''), folder: /[\\/]$/.test(line) }));
}

/** A path inside a folder, with the folder's own kind of slash. */
export function joinPath(folder: string, name: string): string {
  const slash = folder.includes('\\') ? '\\' : '/';
  return folder.endsWith(slash) ? folder + name : folder + slash + name;
}

export function lastSegment(path: string): string {
  return (
    path
      .split(/[\\/]/)
      .filter((part) => part.length > 0)
      .at(-1) ?? path
  );
}
