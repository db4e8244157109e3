/**
 * The SchemaValidator port without a worker: for tests whose subject is not the validator.
 */
import { Ajv2020 } from 'ajv/dist/2020.js';
import type { SchemaValidator } from '../../src/core/ports.ts';

export class AjvValidator implements SchemaValidator {
  async validate(schema: Readonly<Record<string, unknown>>, value: unknown): Promise<string | null> {
    const ajv = new Ajv2020({ strict: false, allErrors: true, validateFormats: false });
    const plain = Object.fromEntries(Object.entries(schema).filter(([key]) => key !== '$schema'));
    return ajv.validate(plain, value) ? null : ajv.errorsText(ajv.errors, { dataVar: 'arguments' });
  }

  async close(): Promise<void> {}
}
