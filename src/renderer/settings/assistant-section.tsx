import { useTranslation } from 'react-i18next';
import { SettingChoice } from './setting-choice.tsx';
import { SettingText } from './setting-text.tsx';
import type { ReactNode } from 'react';
import type { AppStatus, Settings } from '../../contract/index.ts';

const brains = ['auto', 'realtime', 'pipeline'] as const;

export function AssistantSection({ settings, status }: { settings: Settings; status: AppStatus }): ReactNode {
  const { t } = useTranslation();
  return (
    <section className="card stack" aria-labelledby="assistant-title">
      <h2 id="assistant-title">{t('settings.assistant.title')}</h2>
      <p className="quiet">
        {t(`talk.states.${status.agent.state}`)} · {t(`settings.assistant.brains.${status.provider.brain ?? 'none'}`)}
      </p>
      <SettingText settingKey="assistant.name" label={t('settings.assistant.name')} value={settings.assistant.name} />
      <SettingText
        settingKey="assistant.instructions"
        label={t('settings.assistant.instructions')}
        value={settings.assistant.instructions}
        rows={4}
      />
      <SettingChoice
        settingKey="talk.brain"
        label={t('settings.assistant.brain')}
        value={settings.talk.brain}
        choices={brains.map((brain) => ({ value: brain, name: t(`settings.assistant.brainChoices.${brain}`) }))}
      />
    </section>
  );
}
