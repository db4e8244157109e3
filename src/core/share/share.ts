/**
 * Sharing: the bridge's methods on links.
 */
import { AppError } from '../../contract/index.ts';
import type { Handlers } from '../bridge/router.ts';

/** The bridge's methods on links. */
export function shareHandlers(): Pick<Handlers, Extract<keyof Handlers, `share.${string}`>> {
  const closed = (): never => {
    throw new AppError('share/no-network', 'This Parley cannot be shared: it has no network but its own computer.');
  };
  return { 'share.createInvite': closed, 'share.listInvites': () => [], 'share.revokeInvite': closed };
}
