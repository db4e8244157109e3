import { RadioCards } from '@radix-ui/themes';
import { useId, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { ActionButton } from '../shell/action-button.tsx';
import { providerPresets } from '../../contract/index.ts';
import { presetInUse } from './preset-in-use.ts';
import { KeyPageLink } from './key-page-link.tsx';
import { SecretField } from './secret-field.tsx';
import { usePreset } from './use-preset.ts';
import { Failure } from '../shell/failure.tsx';
import type { ReactNode } from 'react';
import type { Settings } from '../../contract/index.ts';

/** The known providers: one press sets address, models and voices of every stage; nothing changes before that press. */
export function PresetChoice({ settings, warned }: { settings: Settings; warned: boolean }): ReactNode {
  const { t } = useTranslation();
  const inUse = presetInUse(settings);
  const [picked, setPicked] = useState<string | null>(null);
  const [address, setAddress] = useState(settings.provider.baseUrl ?? '');
  const preset = providerPresets.find(({ id }) => id === (picked ?? inUse)) ?? providerPresets[0];
  const addressId = useId();
  const use = usePreset();
  if (!preset) return null;
  const isInUse = preset.id === inUse;
  return (
    <div className="stack">
      <RadioCards.Root
        size="1"
        gap="2"
        columns="repeat(auto-fill, minmax(160px, 1fr))"
        aria-label={t('settings.providers.preset')}
        value={preset.id}
        onValueChange={(id) => {
          setPicked(id);
          use.clear();
        }}
      >
        {providerPresets.map(({ id, name }) => (
          <RadioCards.Item key={id} value={id}>
            {name}
          </RadioCards.Item>
        ))}
      </RadioCards.Root>
      <p className="quiet">{t(`settings.providers.about.${preset.id}`)}</p>
      {preset.addressExample !== null && (
        <div className="labeled">
          <label htmlFor={addressId}>{t('settings.providers.presetAddress')}</label>
          <input
            id={addressId}
            className="field"
            type="url"
            placeholder={preset.addressExample}
            aria-invalid={use.badAddress || undefined}
            value={address}
            onChange={(event) => {
              setAddress(event.target.value);
              use.clear();
            }}
          />
        </div>
      )}
      {use.badAddress && (
        <Failure>{t('settings.providers.badAddress', { example: preset.addressExample ?? '' })}</Failure>
      )}
      {preset.secret !== null && (
        <>
          <SecretField key={preset.secret} name={preset.secret} label={t('settings.providers.key')} warned={warned} />
          <KeyPageLink secret={preset.secret} />
        </>
      )}
      {(!isInUse || (preset.addressExample !== null && address.trim() !== (settings.provider.baseUrl ?? ''))) && (
        <div className="row">
          <ActionButton pending={use.pending} onClick={() => void use.apply(preset, address.trim())}>
            {t('settings.providers.use', { name: preset.name })}
          </ActionButton>
          <span className="quiet">{t('settings.providers.useNote')}</span>
        </div>
      )}
      {use.error && <Failure>{use.error.message}</Failure>}
    </div>
  );
}
