/**
 * A child's output as bounded lines for the log.
 *
 * Always: a line is cut at `limit` characters and what follows it up to its end is dropped, so that memory stays bounded.
 */

const limit = 8_192;

/** Returns the function that takes the stream's text; `onLine` is told of each line that is not empty. */
export function readLines(onLine: (line: string) => void): (text: string) => void {
  let rest = '';
  return (text) => {
    const lines = (rest + text).split('\n');
    rest = (lines.pop() ?? '').slice(0, limit);
    for (const line of lines) if (line) onLine(line.slice(0, limit));
  };
}
