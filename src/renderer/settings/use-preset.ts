import { useState } from 'react';
import { changesOfPreset } from '../../contract/index.ts';
import { useAction } from '../bridge/use-action.ts';
import type { ProviderPreset, WireError } from '../../contract/index.ts';

export interface PresetUse {
  readonly pending: boolean;
  readonly badAddress: boolean;
  readonly error: WireError | null;
  apply(preset: ProviderPreset, address: string): Promise<void>;
  clear(): void;
}

/** Puts a preset into the settings; the first refused change ends it, and what it says is shown. */
export function usePreset(): PresetUse {
  const set = useAction('settings.set');
  const [badAddress, setBadAddress] = useState(false);
  const [pending, setPending] = useState(false);
  return {
    pending,
    badAddress,
    error: set.error,
    async apply(preset, address) {
      const needsAddress = preset.addressExample !== null;
      if (needsAddress && !/^https?:$/.test(URL.parse(address)?.protocol ?? '')) return setBadAddress(true);
      setPending(true);
      for (const change of changesOfPreset(preset, needsAddress ? address : null)) {
        if (!(await set.run(change))) break;
      }
      setPending(false);
    },
    clear() {
      setBadAddress(false);
      set.clear();
    },
  };
}
