import { useTranslation } from 'react-i18next';
import { LanguageChoice } from './language-choice.tsx';
import { suggestionsFor } from './preset-in-use.ts';
import { SettingChoice } from './setting-choice.tsx';
import { SettingText } from './setting-text.tsx';
import type { ReactNode } from 'react';
import type { AssistantProfile, AssistantSettings, Settings } from '../../contract/index.ts';

interface TraitFieldsProps {
  /** `assistant`, or `profiles.NAME`. */
  readonly settingKey: string;
  readonly traits: AssistantSettings | AssistantProfile;
  readonly settings: Settings;
  /** In a profile an empty field leaves the assistant's own, which is shown in it. */
  readonly own?: AssistantSettings;
}

const degrees = ['low', 'normal', 'high'] as const;

/** The traits of the assistant, or those that a profile changes. */
export function TraitFields({ settingKey, traits, settings, own }: TraitFieldsProps): ReactNode {
  const { t } = useTranslation();
  const isProfile = own !== undefined;
  const key = (trait: string): string => `${settingKey}.${trait}`;
  const text = (trait: 'name' | 'greeting' | 'instructions') =>
    ({
      settingKey: key(trait),
      label: t(`settings.assistant.${trait}`),
      value: traits[trait] ?? '',
      whenEmpty: isProfile ? undefined : '',
      ...(own && { placeholder: own[trait] }),
    }) as const;
  const degree = (trait: 'interruptionSensitivity' | 'endOfTurnPatience'): ReactNode => (
    <SettingChoice
      settingKey={key(trait)}
      label={t(`settings.assistant.${trait}`)}
      value={traits[trait] ?? own?.[trait] ?? 'normal'}
      choices={degrees.map((value) => ({ value, name: t(`settings.assistant.degrees.${trait}.${value}`) }))}
    />
  );
  return (
    <>
      <SettingText {...text('name')} />
      <SettingText {...text('greeting')} placeholder={own?.greeting || t('settings.assistant.greetingPlaceholder')} />
      <SettingText {...text('instructions')} rows={5} />
      <div className="columns">
        <LanguageChoice settingKey={key('language')} value={traits.language} {...(own && { own: own.language })} />
        <SettingText
          settingKey={key('voice')}
          label={t('settings.assistant.voice')}
          value={traits.voice ?? ''}
          placeholder={own?.voice ?? settings.provider.voice}
          whenEmpty={isProfile ? undefined : null}
          suggestions={suggestionsFor(settings, 'realtime').voices}
        />
      </div>
      <SettingText
        settingKey={key('temperature')}
        label={t('settings.assistant.temperature')}
        value={traits.temperature?.toString() ?? ''}
        placeholder={own?.temperature?.toString() ?? t('settings.assistant.modelsOwn')}
        whenEmpty={isProfile ? undefined : null}
        parse={parseTemperature}
        refusal={t('settings.assistant.badTemperature')}
      />
      {degree('interruptionSensitivity')}
      {degree('endOfTurnPatience')}
    </>
  );
}

function parseTemperature(text: string): { value: number } | null {
  const value = Number(text.replace(',', '.'));
  return value >= 0 && value <= 2 ? { value } : null;
}
