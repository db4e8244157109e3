/**
 * The SchemaValidator port without a worker: for tests whose subject is not the validator.
 */
import { Ajv2020 } from 'ajv/dist/2020.js';
import type { ValidateFunction } from 'ajv';
import type { SchemaValidator } from '../../src/core/ports.ts';

export class AjvValidator implements SchemaValidator {
  readonly #ajv = new Ajv2020({ strict: false, allErrors: true, validateFormats: false });
  readonly #compiled = new WeakMap<object, ValidateFunction>();

  async validate(schema: Readonly<Record<string, unknown>>, value: unknown): Promise<string | null> {
    const plain = Object.fromEntries(Object.entries(schema).filter(([key]) => key !== '$schema'));
    const check = this.#compiled.get(schema) ?? this.#ajv.compile(plain);
    this.#compiled.set(schema, check);
    return check(value) ? null : this.#ajv.errorsText(check.errors, { dataVar: 'arguments' });
  }

  async close(): Promise<void> {}
}
