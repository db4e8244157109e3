import { useState } from 'react';
import { useAction } from '../bridge/use-action.ts';
import { useRequest } from '../bridge/use-request.ts';
import type { WireError } from '../../contract/index.ts';

export interface ProviderKeyState {
  readonly stored: boolean;
  /** Where it went, just after it was stored. */
  readonly saved: 'keychain' | 'memory' | null;
  /** Why keys cannot be kept, from the host; null when they can. */
  readonly warning: string | null;
  readonly pending: boolean;
  readonly error: WireError | null;
  save(value: string): Promise<boolean>;
  forget(): Promise<void>;
}

/** The secret `name`: whether there is one, and how to put one in. Its value is never asked for. */
export function useProviderKey(name: string): ProviderKeyState {
  const list = useRequest('secrets.list', undefined);
  const set = useAction('secrets.set');
  const remove = useAction('secrets.delete');
  const [saved, setSaved] = useState<'keychain' | 'memory' | null>(null);
  return {
    stored: list.data?.secrets.some((secret) => secret.name === name) ?? false,
    saved,
    warning: list.data?.warning ?? null,
    pending: set.pending,
    error: set.error ?? remove.error ?? list.error,
    async save(value) {
      setSaved(null);
      const stored = await set.run({ name, value });
      if (stored) setSaved(stored.output.storage);
      list.reload();
      return stored !== null;
    },
    async forget() {
      setSaved(null);
      await remove.run({ name });
      list.reload();
    },
  };
}
