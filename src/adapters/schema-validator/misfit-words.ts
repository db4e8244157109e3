/**
 * One sentence for what a value and its JSON Schema disagree on, for the model to correct and a person to read.
 *
 * Path: validator-worker -> here. Pure. Always: bounded; names places by dotted path; quotes no value that was given.
 */
import type { ErrorObject } from 'ajv';

const namedMisfits = 5;

/** Names each misfit once, five at most. */
export function describeMisfits(errors: readonly ErrorObject[]): string {
  const clauses = [...new Set(errors.filter((error) => !isSummary(error, errors)).map(describeMisfit))];
  const named = clauses.slice(0, namedMisfits).join('; ');
  const rest = clauses.length - namedMisfits;
  return rest > 0 ? `${named}; and ${rest} more.` : `${named}.`;
}

function describeMisfit(error: ErrorObject): string {
  const place = placeOf(error.instancePath);
  const params = error.params as Readonly<Record<string, unknown>>;
  switch (error.keyword) {
    case 'required':
    case 'dependentRequired':
      return `${placeOf(`${error.instancePath}/${String(params['missingProperty'])}`)} is missing`;
    case 'additionalProperties':
      return `${placeOf(`${error.instancePath}/${String(params['additionalProperty'])}`)} is not a known property`;
    case 'unevaluatedProperties':
      return `${placeOf(`${error.instancePath}/${String(params['unevaluatedProperty'])}`)} is not a known property`;
    case 'enum':
      return `${place} must be one of ${listed(params['allowedValues'])}`;
    case 'const':
      return `${place} must be ${shortened(JSON.stringify(params['allowedValue']))}`;
    case 'type':
      return `${place} must be ${[params['type']].flat().join(' or ')}`;
    default:
      return `${place} ${error.message ?? 'does not fit'}`;
  }
}

/** "must match a schema in anyOf" and the like say nothing beside what failed inside them. */
function isSummary(error: ErrorObject, errors: readonly ErrorObject[]): boolean {
  return (
    ['anyOf', 'oneOf', 'if', 'allOf'].includes(error.keyword) &&
    errors.some((other) => !['anyOf', 'oneOf', 'if', 'allOf'].includes(other.keyword))
  );
}

function placeOf(pointer: string): string {
  const parts = pointer.split('/').slice(1);
  if (parts.length === 0) return 'the value';
  return shortened(parts.map((part) => part.replaceAll('~1', '/').replaceAll('~0', '~')).join('.'));
}

function listed(values: unknown): string {
  if (!Array.isArray(values)) return 'the allowed values';
  return shortened(values.map((value) => JSON.stringify(value)).join(', '));
}

function shortened(text: string): string {
  return text.length > 200 ? `${text.slice(0, 199)}…` : text;
}
