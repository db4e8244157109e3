import { useTranslation } from 'react-i18next';
import { useLive } from '../bridge/use-live.ts';
import { toAssistantState } from '../talk/assistant-state.ts';
import { useVoiceState } from '../voice/voice-context.tsx';
import { isLive } from '../voice/voice-state.ts';
import type { ReactNode } from 'react';

/** Where the microphone would be: what the assistant is doing, and that one listens here. */
export function ListenerState(): ReactNode {
  const { t } = useTranslation();
  const voice = useVoiceState();
  const state = toAssistantState(useLive('talk.changed'), voice);
  return (
    <div className="microphone">
      <div className="microphone-state" role="status" aria-label={t('talk.assistantState')}>
        {t(`talk.states.${state}`)}
      </div>
      <div className="microphone-hint">{isLive(voice) ? t('join.listening') : t('join.notListening')}</div>
    </div>
  );
}
