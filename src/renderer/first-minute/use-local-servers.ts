import { useState } from 'react';
import { changesOfPreset, providerPresets, toWireError } from '../../contract/index.ts';
import { useBridge } from '../bridge/bridge-context.tsx';
import type { Bridge, ProviderPreset } from '../../contract/index.ts';

export interface LocalServers {
  readonly pending: boolean;
  /** What each stage that does not work says; the settings are as they were then. */
  readonly faults: readonly string[];
  use(): Promise<void>;
}

const stages = ['transcription', 'completion', 'speech'] as const;

/** Tries the servers on this machine, and uses them only when they work. */
export function useLocalServers(): LocalServers {
  const bridge = useBridge();
  const [pending, setPending] = useState(false);
  const [faults, setFaults] = useState<readonly string[]>([]);
  return {
    pending,
    faults,
    async use() {
      const preset = providerPresets.find(({ id }) => id === 'local');
      if (!preset) return;
      setPending(true);
      setFaults([]);
      try {
        const found = await tryStages(bridge, preset);
        setFaults(found);
        if (found.length > 0) return;
        for (const change of changesOfPreset(preset)) await bridge.invoke('settings.set', change);
      } catch (thrown) {
        setFaults([toWireError(thrown).message]);
      } finally {
        setPending(false);
      }
    },
  };
}

/** The sentences of the stages that failed, each once: two stages may be the same program. */
async function tryStages(bridge: Bridge, preset: ProviderPreset): Promise<readonly string[]> {
  const tests = await Promise.all(
    stages.map((stage) => {
      const { baseUrl = null, models = [], voices = [] } = preset.stages[stage] ?? {};
      const [model = ''] = models;
      const [voice] = voices;
      return bridge.invoke('provider.test', {
        stage,
        draft: { baseUrl, model, secret: null, ...(voice && { voice }) },
      });
    }),
  );
  return [...new Set(tests.filter(({ ok }) => !ok).map(({ detail }) => detail))];
}
