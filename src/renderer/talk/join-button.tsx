import { Button } from '@radix-ui/themes';
import { useTranslation } from 'react-i18next';
import { useVoice, useVoiceState } from '../voice/voice-context.tsx';
import { isTakingPart } from '../voice/voice-state.ts';
import type { ReactNode } from 'react';

export function JoinButton(): ReactNode {
  const { t } = useTranslation();
  const voice = useVoice();
  const state = useVoiceState();
  return (
    <div className="join">
      {isTakingPart(state) ? (
        <Button size="2" variant="soft" color="gray" onClick={() => voice.leave()}>
          {t('talk.leave')}
        </Button>
      ) : (
        <Button size="2" onClick={() => voice.join(state.phase.status === 'elsewhere')}>
          {t('talk.join')}
        </Button>
      )}
    </div>
  );
}
