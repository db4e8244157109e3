/**
 * Stored conversations: the bridge's methods on them.
 */
import { AppError } from '../../contract/index.ts';
import type { Handlers } from '../bridge/router.ts';

/** The bridge's methods on conversations. */
export function historyHandlers(): Pick<Handlers, Extract<keyof Handlers, `history.${string}`>> {
  const unknown = (): never => {
    throw new AppError('history/unknown-conversation', 'There is no such conversation.');
  };
  return {
    'history.list': () => [],
    'history.show': unknown,
    'history.export': unknown,
    'history.delete': () => ({ deleted: 0 }),
  };
}
