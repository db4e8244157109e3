import { useCallback, useRef } from 'react';
import { useTranslation } from 'react-i18next';
import { useLevel, useVoiceState } from './voice-context.tsx';
import type { ReactNode } from 'react';

/** How loud the microphone is now; while not in the talk it is off, and says so. */
export function LevelBar(): ReactNode {
  const { t } = useTranslation();
  const { microphone } = useVoiceState();
  const bar = useRef<HTMLSpanElement>(null);
  const show = useCallback((level: number) => bar.current?.style.setProperty('--part', level.toFixed(2)), []);
  useLevel(show);
  if (microphone !== 'on') return <span className="quiet">{t('voice.levelAfterJoin')}</span>;
  return <span ref={bar} className="level-bar" aria-hidden="true" />;
}
