import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useAction } from '../bridge/use-action.ts';
import { SecretField } from './secret-field.tsx';
import { SectionCard } from './section-card.tsx';
import { SettingText } from './setting-text.tsx';
import { TestLine } from './test-line.tsx';
import { Failure } from '../shell/failure.tsx';
import type { ReactNode } from 'react';
import type { ProviderDraft, ProviderStage, ProviderTest } from '../../contract/index.ts';

interface StageCardProps {
  readonly stage: ProviderStage;
  /** Where the stage stands in the settings. */
  readonly settingKey: string;
  readonly stored: {
    readonly baseUrl: string | null;
    readonly model: string;
    readonly voice?: string;
    readonly secret: string | null;
  };
  readonly offered: { readonly models: readonly string[]; readonly voices: readonly string[] };
  readonly warned: boolean;
}

/** One stage: its address, model, voice and key, and a real call that says whether they work. */
export function StageCard({ stage, settingKey, stored, offered, warned }: StageCardProps): ReactNode {
  const { t } = useTranslation();
  const [draft, setDraft] = useState<ProviderDraft>({});
  const set = useAction('settings.set');
  const type = (change: ProviderDraft): void => setDraft((before) => ({ ...before, ...change }));
  // As soon as it is typed, so that nothing moves under a press of Test.
  const ownKey = stage !== 'realtime' && (draft.baseUrl !== undefined ? draft.baseUrl : stored.baseUrl) !== null;
  return (
    <SectionCard
      title={t(`settings.providers.stages.${stage}.title`)}
      line={t(`settings.providers.stages.${stage}.line`)}
    >
      <SettingText
        settingKey={`${settingKey}.baseUrl`}
        label={t('settings.providers.address')}
        value={stored.baseUrl ?? ''}
        placeholder={t(`settings.providers.${stage === 'realtime' ? 'ownAddress' : 'providersAddress'}`)}
        whenEmpty={null}
        onTyped={(text) => type({ baseUrl: text === '' ? null : text })}
      />
      <div className="columns">
        <SettingText
          settingKey={`${settingKey}.model`}
          label={t('settings.providers.model')}
          value={stored.model}
          suggestions={offered.models}
          onTyped={(model) => type({ model })}
        />
        {stored.voice !== undefined && (
          <SettingText
            settingKey={`${settingKey}.voice`}
            label={t('settings.providers.voice')}
            value={stored.voice}
            suggestions={offered.voices}
            onTyped={(voice) => type({ voice })}
          />
        )}
      </div>
      {ownKey && (
        <SecretField
          name={stored.secret ?? stage}
          label={t('settings.providers.key')}
          warned={warned}
          onSaved={() => {
            if (stored.secret === null) void set.run({ key: `${settingKey}.secret`, value: stage });
          }}
        />
      )}
      {set.error && <Failure>{set.error.message}</Failure>}
      <StageTest stage={stage} draft={draft} />
    </SectionCard>
  );
}

/** Tries what stands in the form, saved or not. */
function StageTest({ stage, draft }: { stage: ProviderStage; draft: ProviderDraft }): ReactNode {
  const { t } = useTranslation();
  const test = useAction('provider.test');
  const [result, setResult] = useState<ProviderTest | null>(null);
  const run = async (): Promise<void> => {
    setResult(null);
    const found = await test.run({ stage, draft });
    setResult(found?.output ?? null);
  };
  return (
    <TestLine
      what={t(`settings.providers.stages.${stage}.title`)}
      pending={test.pending}
      result={result}
      error={test.error}
      onTest={() => void run()}
    />
  );
}
