import { useCallback, useRef } from 'react';
import { useTranslation } from 'react-i18next';
import { isReconnecting } from '../bridge/connection-state.ts';
import { useConnection } from '../bridge/use-connection.ts';
import { useLive } from '../bridge/use-live.ts';
import { useTouchOnly } from '../shell/use-touch-only.ts';
import { useLevel, useVoiceState } from '../voice/voice-context.tsx';
import { canHear, isLive, isOpen } from '../voice/voice-state.ts';
import { toAssistantState, toButtonState, toHint, whatHolds } from './assistant-state.ts';
import { MicrophoneShape } from './microphone-shape.tsx';
import { usePressToTalk } from './use-press-to-talk.ts';
import type { ReactNode } from 'react';

/** The one big microphone; its ring follows the voice, its shape, color and word follow the assistant. */
export function MicrophoneButton(): ReactNode {
  const { t } = useTranslation();
  const voice = useVoiceState();
  const reachable = !isReconnecting(useConnection());
  const talk = whatHolds(useLive('talk.changed'), voice, reachable);
  const asked = (useLive('approvals.changed')?.length ?? 0) > 0;
  const press = usePressToTalk();
  const button = useRef<HTMLButtonElement>(null);
  const showLevel = useCallback((level: number) => button.current?.style.setProperty('--level', level.toFixed(2)), []);
  useLevel(showLevel);
  const state = toAssistantState(talk, voice);
  const hint = toHint({ talk, voice, reachable, asked });
  const touchOnly = useTouchOnly();
  const open = isOpen(voice) && canHear(voice);
  const closed = isLive(voice) && !open;
  return (
    <div className="microphone">
      <button
        ref={button}
        type="button"
        className="microphone-button"
        aria-label={t('talk.microphone')}
        aria-pressed={open}
        aria-describedby="microphone-hint"
        data-state={toButtonState(talk, voice)}
        data-closed={closed}
        {...press}
      >
        <span className="microphone-ring" aria-hidden="true" />
        <MicrophoneShape
          state={toButtonState(talk, voice)}
          closed={closed && (voice.mode === 'hands-free' || !canHear(voice))}
        />
      </button>
      <div className="microphone-state" data-state={state} role="status" aria-label={t('talk.assistantState')}>
        {t(`talk.states.${state}`)}
      </div>
      <div id="microphone-hint" className="microphone-hint">
        {t(`talk.hints.${hint === 'hold' && touchOnly ? 'holdByTouch' : hint}`)}
      </div>
    </div>
  );
}
