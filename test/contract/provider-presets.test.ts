/**
 * The offered providers fit the settings they set.
 */
import { describe, expect, it } from 'vitest';
import { changesOfPreset, keyHeaders, providerPresets, Settings } from '../../src/contract/index.ts';
import type { ProviderPreset } from '../../src/contract/index.ts';
import { setByKey } from '../../src/core/settings/settings-key.ts';

function settingsWith(preset: ProviderPreset): Settings {
  const address = preset.addressExample;
  return changesOfPreset(preset, address).reduce(
    (settings, { key, value }) => Settings.parse(setByKey(settings, key, value)),
    Settings.parse({}),
  );
}

describe('provider presets', () => {
  it.each(providerPresets)('[V3] sets $name to what the settings take', (preset) => {
    const { talk, provider, pipeline } = settingsWith(preset);
    expect(talk.brain).toBe(preset.stages.realtime ? 'auto' : 'pipeline');
    if (preset.addressExample) expect(provider.baseUrl).toBe(preset.addressExample);
    for (const { baseUrl, secret } of Object.values(pipeline)) {
      expect(secret).toBe(baseUrl === null ? null : preset.secret);
    }
  });

  it('comes back to OpenAI’s defaults whatever was chosen before', () => {
    const openai = providerPresets.find(({ id }) => id === 'openai');
    expect(openai && settingsWith(openai)).toEqual(Settings.parse({}));
  });

  it('sends a key as its host reads it, and none where there is none', () => {
    expect(keyHeaders('https://r.openai.azure.com/openai/v1', 'k')).toEqual({ 'api-key': 'k' });
    expect(keyHeaders('https://openai.azure.com.evil.test/v1', 'k')).toEqual({ authorization: 'Bearer k' });
    expect(keyHeaders('http://127.0.0.1:11434/v1', '')).toEqual({});
  });
});
