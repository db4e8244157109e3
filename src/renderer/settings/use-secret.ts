import { useState } from 'react';
import { useAction } from '../bridge/use-action.ts';
import { useRequest } from '../bridge/use-request.ts';
import type { WireError } from '../../contract/index.ts';

export type Storage = 'keychain' | 'memory';

export interface SecretState {
  /** Where it lies; null when there is none. */
  readonly storage: Storage | null;
  /** Just stored, by this field. */
  readonly saved: boolean;
  /** Why keys cannot be kept, from the host; null when they can. */
  readonly warning: string | null;
  readonly pending: boolean;
  readonly error: WireError | null;
  save(value: string): Promise<boolean>;
  forget(): Promise<void>;
}

/** The secret `name`: whether there is one, and how to put one in. Its value is never asked for. */
export function useSecret(name: string): SecretState {
  const list = useRequest('secrets.list', undefined);
  const set = useAction('secrets.set');
  const remove = useAction('secrets.delete');
  const [saved, setSaved] = useState(false);
  return {
    storage: list.data?.secrets.find((secret) => secret.name === name)?.storage ?? null,
    saved,
    warning: list.data?.warning ?? null,
    pending: set.pending,
    error: set.error ?? remove.error ?? list.error,
    async save(value) {
      setSaved(false);
      const stored = await set.run({ name, value });
      setSaved(stored !== null);
      list.reload();
      return stored !== null;
    },
    async forget() {
      setSaved(false);
      await remove.run({ name });
      list.reload();
    },
  };
}
