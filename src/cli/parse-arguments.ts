/**
 * Readers of arguments that commander hands over as text. Each throws UsageError with what was expected.
 */
import { UsageError } from './usage-error.ts';

const unitsMs: Readonly<Record<string, number>> = { ms: 1, s: 1_000, m: 60_000, h: 3_600_000, d: 86_400_000 };

/** `90s`, `10m`, `2h`, `1d`; ms. */
export function parseDuration(text: string): number {
  const [, amount, unit] = /^(\d+(?:\.\d+)?)(ms|s|m|h|d)$/.exec(text) ?? [];
  if (amount === undefined || unit === undefined) {
    throw new UsageError(`"${text}" is not a duration; write for example 90s, 10m or 2h.`);
  }
  return Math.round(Number(amount) * (unitsMs[unit] ?? 1));
}

export function parsePort(text: string): number {
  const port = Number(text);
  if (!/^\d+$/.test(text) || port > 65_535)
    throw new UsageError(`"${text}" is not a port; it is a number from 0 to 65535.`);
  return port;
}

export function parseCount(text: string): number {
  const count = Number(text);
  if (!/^\d+$/.test(text) || count < 1) throw new UsageError(`"${text}" is not a whole number from 1 on.`);
  return count;
}

/** `K=V`, repeatable: collects into `previous`. */
export function collectPair(text: string, previous: Readonly<Record<string, string>> = {}): Record<string, string> {
  const at = text.indexOf('=');
  if (at < 1) throw new UsageError(`"${text}" is not of the form NAME=VALUE.`);
  return { ...previous, [text.slice(0, at)]: text.slice(at + 1) };
}

/** A JSON object. */
export function parseJsonObject(text: string): Record<string, unknown> {
  const value = parseJson(text);
  if (typeof value !== 'object' || value === null || Array.isArray(value)) {
    throw new UsageError('The arguments must be one JSON object, for example {"path":"notes"}.');
  }
  return value as Record<string, unknown>;
}

/** JSON where it is some, else the text itself. A bare `42` or `true` stays text: the app reads it as what the setting is. */
export function parseLooseValue(text: string): unknown {
  try {
    const value = JSON.parse(text) as unknown;
    return typeof value === 'number' || typeof value === 'boolean' ? text : value;
  } catch {
    return text;
  }
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch (error) {
    throw new UsageError(`The arguments are not JSON: ${error instanceof Error ? error.message : String(error)}`);
  }
}
