import { Button } from '@radix-ui/themes';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { playCue } from './cues.ts';
import { useVoice } from './voice-context.tsx';
import type { ReactNode } from 'react';

/** Two tones on the chosen speaker. */
export function SpeakerCheck(): ReactNode {
  const { t } = useTranslation();
  const voice = useVoice();
  const [played, setPlayed] = useState(false);
  const play = async (): Promise<void> => {
    const context = await voice.sound.open();
    playCue(context, 'start');
    setTimeout(() => playCue(context, 'stop'), 250);
    setPlayed(true);
  };
  return (
    <span className="row">
      <Button size="2" variant="soft" onClick={() => void play()}>
        {t('voice.playSound')}
      </Button>
      <span role="status" className="quiet">
        {played && t('voice.played')}
      </span>
    </span>
  );
}
