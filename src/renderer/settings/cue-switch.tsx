import { Switch } from '@radix-ui/themes';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { areCuesOn, setCuesOn } from '../voice/cue-choice.ts';
import type { ReactNode } from 'react';

/** The tones of push-to-talk, on or off, in this browser. */
export function CueSwitch(): ReactNode {
  const { t } = useTranslation();
  const [on, setOn] = useState(areCuesOn);
  const change = (wanted: boolean): void => {
    setCuesOn(wanted);
    setOn(wanted);
  };
  return (
    <label className="row">
      <Switch size="1" checked={on} onCheckedChange={change} />
      {t('settings.voice.cues')}
    </label>
  );
}
