import { useTranslation } from 'react-i18next';
import { ActionButton } from '../shell/action-button.tsx';
import { LevelBar } from './level-bar.tsx';
import { microphoneWords } from './microphone-words.ts';
import { useMicrophoneCheck } from './use-microphone-check.ts';
import type { ReactNode } from 'react';

/** Whether Parley hears the person: a level that moves, and a sentence. */
export function MicrophoneCheck(): ReactNode {
  const { t } = useTranslation();
  const check = useMicrophoneCheck();
  const { status, problem, heard } = check;
  const isOn = status === 'on' || status === 'talk';
  return (
    <div className="sound-check">
      <span className="row">
        {status !== 'talk' && (
          <ActionButton
            size="2"
            variant="soft"
            pending={status === 'starting'}
            onClick={status === 'idle' ? check.start : check.stop}
          >
            {t(status === 'on' ? 'voice.check.stop' : 'voice.check.start')}
          </ActionButton>
        )}
        {isOn && <LevelBar follow={check.follow} />}
      </span>
      <span role="status" className="quiet" data-tone={problem ? 'warn' : heard ? 'good' : undefined}>
        {isOn &&
          (problem ? t(microphoneWords(problem, navigator.userAgent)) : t(`voice.check.${heard ? 'hears' : 'speak'}`))}
      </span>
    </div>
  );
}
