import { useTranslation } from 'react-i18next';
import { ActionButton } from '../shell/action-button.tsx';
import { useAction } from '../bridge/use-action.ts';
import { pipelineStages, suggestionsFor } from './preset-in-use.ts';
import { PresetChoice } from './preset-choice.tsx';
import { SectionCard } from './section-card.tsx';
import { SettingChoice } from './setting-choice.tsx';
import { StageCard } from './stage-card.tsx';
import { Failure } from '../shell/failure.tsx';
import type { ReactNode } from 'react';
import type { AppStatus, Settings } from '../../contract/index.ts';

const brains = ['auto', 'realtime', 'pipeline'] as const;

/** Who hears, thinks and speaks: one provider for all, or another one for each stage. */
export function ProvidersSection({ settings, status }: { settings: Settings; status: AppStatus }): ReactNode {
  const { t } = useTranslation();
  const demo = useAction('demo.set');
  const inDemo = status.provider.simulated;
  const warned = status.problems.some(({ code }) => code === 'secrets/keychain-unavailable');
  return (
    <>
      <SectionCard
        title={t('settings.providers.title')}
        line={t(`settings.providers.sources.${status.provider.source ?? 'none'}`)}
      >
        <PresetChoice settings={settings} warned={warned} />
        <SettingChoice
          settingKey="talk.brain"
          label={t('settings.providers.brain')}
          value={settings.talk.brain}
          choices={brains.map((brain) => ({ value: brain, name: t(`settings.providers.brainChoices.${brain}`) }))}
        />
        <div className="row">
          <ActionButton
            variant="soft"
            color="gray"
            pending={demo.pending}
            onClick={() => void demo.run({ enabled: !inDemo })}
          >
            {inDemo ? t('demo.end') : status.provider.configured ? t('demo.start') : t('empty.noKey.tryDemo')}
          </ActionButton>
          {demo.error && <Failure>{demo.error.message}</Failure>}
        </div>
      </SectionCard>
      <StageCard
        stage="realtime"
        settingKey="provider"
        stored={settings.provider}
        offered={suggestionsFor(settings, 'realtime')}
        warned={warned}
      />
      {pipelineStages.map((stage) => (
        <StageCard
          key={stage}
          stage={stage}
          settingKey={`pipeline.${stage}`}
          stored={settings.pipeline[stage]}
          offered={suggestionsFor(settings, stage)}
          warned={warned}
        />
      ))}
    </>
  );
}
