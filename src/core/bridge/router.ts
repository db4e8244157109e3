/**
 * Where a bridge request becomes a call of the core: known method, allowed role, parsed input, then the handler.
 *
 * Path: carrier -> wire/server -> here -> the area's handler.
 * Always: a bad request is an AppError with a code, never a crash; handlers see parsed input only.
 */
import { AppError, isForDevices, methods, toWireError } from '../../contract/index.ts';
import type { Caller, Method, MethodOutput, ParsedInput, WireError } from '../../contract/index.ts';
import type { Logger } from '../ports.ts';
import { misfitSentence } from '../settings/misfits.ts';

/** Serves one method. `signal` aborts when the caller cancels or its connection ends. */
export type Handler<M extends Method> = (
  input: ParsedInput<M>,
  context: { readonly caller: Caller; readonly signal: AbortSignal },
) => Promise<MethodOutput<M>> | MethodOutput<M>;

/** One handler per method; a missing or extra one does not compile. */
export type Handlers = { readonly [M in Method]: Handler<M> };

/** The one entrance for requests of every connection. */
export class Router {
  readonly #handlers: Handlers;
  readonly #logger: Logger;

  constructor(options: { handlers: Handlers; logger: Logger }) {
    this.#handlers = options.handlers;
    this.#logger = options.logger;
  }

  /** @throws {AppError} bridge/unknown-method | bridge/not-allowed | bridge/bad-input, or what the handler throws. */
  async dispatch(caller: Caller, method: string, input: unknown, signal: AbortSignal): Promise<unknown> {
    if (!Object.hasOwn(methods, method)) {
      throw new AppError('bridge/unknown-method', `There is no method "${method}".`);
    }
    const name = method as Method;
    const row = methods[name];
    if (!(row.roles as readonly string[]).includes(caller.role)) {
      throw new AppError('bridge/not-allowed', `"${method}" is not allowed for the role ${caller.role}.`);
    }
    if (caller.device && !isForDevices(name)) {
      throw new AppError('bridge/not-allowed', `"${method}" is not for devices that came by a link.`);
    }
    const parsed = row.input.safeParse(input ?? undefined, { error: misfitSentence });
    if (!parsed.success)
      throw new AppError('bridge/bad-input', parsed.error.issues[0]?.message ?? 'The input does not fit.');
    const handler = this.#handlers[name] as Handler<Method>;
    return handler(parsed.data as ParsedInput<Method>, { caller, signal });
  }

  /** The wire form of a failure; an unexpected one is logged with its cause. */
  describe(method: string, error: unknown): WireError {
    if (!(error instanceof AppError)) {
      const fields = error instanceof Error ? { error: error.message, stack: error.stack } : { error: String(error) };
      this.#logger.log('error', 'bridge method failed unexpectedly', { method, ...fields });
    }
    return toWireError(error);
  }
}
