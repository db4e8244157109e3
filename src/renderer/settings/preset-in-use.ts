/**
 * Which preset the settings follow. Pure.
 *
 * Always: told from the addresses alone, so that another model or voice does not make a provider a stranger.
 */
import { providerPresets } from '../../contract/index.ts';
import type { ProviderPreset, Settings } from '../../contract/index.ts';

type PipelineStage = 'transcription' | 'completion' | 'speech';
export const pipelineStages: readonly PipelineStage[] = ['transcription', 'completion', 'speech'];

export function presetInUse({ provider, pipeline }: Settings): ProviderPreset['id'] {
  const sameStages = ({ stages }: ProviderPreset): boolean =>
    pipelineStages.every((stage) => (stages[stage]?.baseUrl ?? null) === pipeline[stage].baseUrl);
  const found = providerPresets.find((preset) => {
    if (!sameStages(preset)) return false;
    if (!preset.stages.realtime) return true;
    if (preset.addressExample === null) return provider.baseUrl === null;
    return provider.baseUrl !== null && sameHost(provider.baseUrl, preset.addressExample);
  });
  return found?.id ?? 'custom';
}

/** `my.openai.azure.com` is of the same house as `your-resource.openai.azure.com`. */
function sameHost(address: string, example: string): boolean {
  const domain = (url: string): string => URL.parse(url)?.hostname.split('.').slice(1).join('.') ?? '';
  return domain(address) !== '' && domain(address) === domain(example);
}

/** Suggestions of the preset in use for one stage. */
export function suggestionsFor(
  settings: Settings,
  stage: PipelineStage | 'realtime',
): { readonly models: readonly string[]; readonly voices: readonly string[] } {
  const preset = providerPresets.find(({ id }) => id === presetInUse(settings));
  return preset?.stages[stage] ?? { models: [], voices: [] };
}
