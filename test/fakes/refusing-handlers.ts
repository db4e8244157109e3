/**
 * Handlers of which each fails the test that reaches it; a test puts in the ones it means.
 */
import { AppError, methods } from '../../src/contract/index.ts';
import type { Handlers } from '../../src/core/bridge/router.ts';

const refuse = (): never => {
  throw new AppError('bridge/internal', 'This test did not expect the method.');
};

export const refusingHandlers = Object.fromEntries(
  Object.keys(methods).map((name) => [name, refuse]),
) as unknown as Handlers;
