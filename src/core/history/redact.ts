/**
 * Takes secrets out of what is kept: known values wherever they stand, and whatever a field's name says is one.
 *
 * Path: call-history -> here, before a record is stored or shown. Pure; the input is not changed.
 * Source: REQUIREMENTS M16, FAULTS S30.
 */

/** What stands in a secret's place. */
const redactedMark = '[redacted]';

/** A shorter known value would take ordinary words out. */
const shortestKnownValue = 6;

/** Patterns are only tried on texts up to this size; known values are taken out of any. */
const longestPatternText = 200_000;

const secretName =
  /^(?:.*[-_. ])?(?:(?:proxy[-_]?)?authorization|api[-_]?keys?|(?:access|auth|bearer|id|refresh|session)?[-_]?token|password|passwd|passphrase|(?:client[-_]?)?secret|private[-_]?key|(?:set[-_]?)?cookie|credentials?)$/i;
/** Begins with the quote behind the name and looks back from there: half the time of a search that begins with the names. */
const namedInText =
  /("(?<=(?:authorization|api[-_]?key|token|password|secret)\\?")\s*[:=]\s*\\?")((?:[^"\\]|\\[^"])+)/gi;
const bearerInText = /\b(Bearer|Basic)\s+[A-Za-z0-9._~+/=-]{8,}/gi;

/** A copy of `value` without secrets. */
export function redact(value: unknown, knownSecrets: readonly string[]): unknown {
  const long = knownSecrets.filter((secret) => secret.length >= shortestKnownValue);
  // In JSON text a key with line breaks or quotes stands escaped.
  const known = [...new Set(long.flatMap((secret) => [secret, JSON.stringify(secret).slice(1, -1)]))];
  return redactValue(
    value,
    known.toSorted((left, right) => right.length - left.length),
  );
}

function redactValue(value: unknown, known: readonly string[]): unknown {
  if (typeof value === 'string') return redactText(value, known);
  if (Array.isArray(value)) return value.map((item) => redactValue(item, known));
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value).map(([key, item]) => [
      redactText(key, known),
      typeof item === 'string' && item !== '' && secretName.test(spaced(key)) ? redactedMark : redactValue(item, known),
    ]),
  );
}

function redactText(text: string, known: readonly string[]): string {
  let clean = text;
  for (const secret of known) {
    if (clean.includes(secret)) clean = clean.replaceAll(secret, redactedMark);
  }
  if (clean.length > longestPatternText) return clean;
  const named = clean.includes('"') ? clean.replace(namedInText, `$1${redactedMark}`) : clean;
  return named.replace(bearerInText, `$1 ${redactedMark}`);
}

/** `accessToken` as `access_token`, so that one pattern reads both. */
function spaced(key: string): string {
  return key.replace(/([a-z0-9])([A-Z])/g, '$1_$2');
}
