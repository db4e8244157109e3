/**
 * Trying a provider: the bridge's method.
 */
import type { Handlers } from '../bridge/router.ts';

/** The bridge's method that tries a provider. */
export function providerTestHandlers(): Pick<Handlers, 'provider.test'> {
  const message = 'This provider cannot be tried yet.';
  return {
    'provider.test': () => ({ ok: false, tookMs: 0, detail: message, cause: { code: 'provider/failed', message } }),
  };
}
