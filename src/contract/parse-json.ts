/**
 * JSON that somebody else sent. Pure.
 */

/** What the text means; undefined where it is no JSON. */
export function parseJson(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return undefined;
  }
}
