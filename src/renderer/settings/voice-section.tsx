import { Switch } from '@radix-ui/themes';
import { useSyncExternalStore } from 'react';
import { useTranslation } from 'react-i18next';
import { DevicePicker } from '../voice/device-picker.tsx';
import { MicrophoneCheck } from '../voice/microphone-check.tsx';
import { SpeakerCheck } from '../voice/speaker-check.tsx';
import { canChooseSpeaker } from '../voice/speaker.ts';
import { useDevices } from '../voice/use-devices.ts';
import { useVoice } from '../voice/voice-context.tsx';
import { SettingChoice } from './setting-choice.tsx';
import type { ReactNode } from 'react';
import type { Settings } from '../../contract/index.ts';

const cleaning = ['echoCancellation', 'noiseSuppression', 'autoGainControl'] as const;

/** How one talks, through what, and how the microphone is cleaned. Devices are this browser's own matter. */
export function VoiceSection({ settings }: { settings: Settings }): ReactNode {
  const { t } = useTranslation();
  const { choices } = useVoice().sound;
  const choice = useSyncExternalStore(choices.onChanged, choices.read);
  const speaker = useDevices('speaker');
  return (
    <>
      <section className="card stack" aria-labelledby="talking-title">
        <h2 id="talking-title">{t('settings.voice.talking')}</h2>
        <SettingChoice
          settingKey="talk.mode"
          label={t('settings.voice.mode')}
          value={settings.talk.mode}
          choices={[
            { value: 'hands-free', name: t('talk.handsFree') },
            { value: 'push-to-talk', name: t('settings.voice.pushToTalk') },
          ]}
        />
      </section>
      <section className="card stack" aria-labelledby="microphone-title">
        <h2 id="microphone-title">{t('voice.microphone')}</h2>
        <DevicePicker kind="microphone" />
        <MicrophoneCheck />
        {cleaning.map((name) => (
          <label key={name} className="row">
            <Switch
              size="1"
              checked={choice[name]}
              onCheckedChange={(checked) => choices.change({ [name]: checked })}
            />
            {t(`voice.${name}`)}
          </label>
        ))}
      </section>
      <section className="card stack" aria-labelledby="speaker-title">
        <h2 id="speaker-title">{t('voice.speaker')}</h2>
        {canChooseSpeaker() ? <DevicePicker kind="speaker" /> : <p className="quiet">{t('voice.speakerFixed')}</p>}
        {speaker.away && <p className="warning">{t('voice.speakerAway')}</p>}
        <SpeakerCheck />
      </section>
    </>
  );
}
