/**
 * The validator's thread: compiles each schema once and checks values against it.
 *
 * Path: worker-schema-validator (main thread) -> here -> ajv. Always: one answer per message, in order; a hostile pattern
 * holds this thread only, and the main thread ends it.
 */
import { parentPort } from 'node:worker_threads';
import type { ValidateFunction } from 'ajv';
import { compileSchema } from './compile-schema.ts';
import type { FromValidator, ToValidator } from './messages.ts';
import { describeMisfits } from './misfit-words.ts';
import { toMs } from './watch-check.ts';

type Compiled = { readonly check: ValidateFunction } | { readonly unusable: string };

const compiled = new Map<number, Compiled>();

function compile(schema: Readonly<Record<string, unknown>>): Compiled {
  try {
    return { check: compileSchema(schema) };
  } catch (thrown) {
    const why = thrown instanceof Error ? thrown.message : String(thrown);
    return { unusable: `The tool's own schema cannot be used: ${why.slice(0, 300)}.` };
  }
}

function answer({ schemaNumber, schema, value }: ToValidator): string | null {
  if (schema) compiled.set(schemaNumber, compile(schema));
  const found = compiled.get(schemaNumber);
  if (!found) return 'The tool has no schema to check with.';
  if ('unusable' in found) return found.unusable;
  return found.check(value) ? null : describeMisfits(found.check.errors ?? []);
}

const usedMs = (): number => toMs(process.threadCpuUsage());

function tell(message: FromValidator): void {
  parentPort?.postMessage(message);
}

parentPort?.on('message', (message: ToValidator) => {
  const words = answer(message);
  tell({ type: 'checked', id: message.id, words, usedMs: usedMs() });
});

const warmUp = { type: 'object', properties: { path: { type: 'string', format: 'uri' } }, required: ['path'] };
answer({ id: 0, schemaNumber: 0, schema: warmUp, value: { path: 1 } });
tell({ type: 'ready', usedMs: usedMs() });
