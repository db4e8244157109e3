import { useTranslation } from 'react-i18next';
import { DevicePicker } from '../voice/device-picker.tsx';
import { LevelBar } from '../voice/level-bar.tsx';
import { CueSwitch } from './cue-switch.tsx';
import { SettingChoice } from './setting-choice.tsx';
import type { ReactNode } from 'react';
import type { Settings } from '../../contract/index.ts';

export function VoiceSection({ settings }: { settings: Settings }): ReactNode {
  const { t } = useTranslation();
  return (
    <section className="card stack" aria-labelledby="voice-title">
      <h2 id="voice-title">{t('settings.voice.title')}</h2>
      <SettingChoice
        settingKey="talk.mode"
        label={t('settings.voice.mode')}
        value={settings.talk.mode}
        choices={[
          { value: 'hands-free', name: t('talk.handsFree') },
          { value: 'push-to-talk', name: t('settings.voice.pushToTalk') },
        ]}
      />
      <CueSwitch />
      <div className="labeled">
        <span>{t('voice.microphone')}</span>
        <span className="row">
          <DevicePicker />
          <LevelBar />
        </span>
      </div>
    </section>
  );
}
