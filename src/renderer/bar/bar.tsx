import { useEffect, useRef } from 'react';
import { useTranslation } from 'react-i18next';
import { useLive } from '../bridge/use-live.ts';
import { toVisibleText } from '../text/visible-text.ts';
import { writingDirection } from '../text/writing-direction.ts';
import { onSharedLevel } from '../voice/level-line.ts';
import type { ReactNode } from 'react';

/** The desktop's bar while push-to-talk is held: level, state, and the end of what was said last. */
export function Bar(): ReactNode {
  const { t } = useTranslation();
  const level = useRef<HTMLSpanElement>(null);
  useEffect(() => onSharedLevel((part) => level.current?.style.setProperty('--part', part.toFixed(2))), []);
  const state = useLive('talk.changed')?.agent.state ?? 'off';
  const caption = toVisibleText(useLive('talk.turnChanged')?.at(-1)?.text ?? '');
  return (
    <main className="talk-bar">
      <h1 className="sr-only">{t('places.talk')}</h1>
      <span ref={level} className="level-bar" aria-hidden="true" />
      <span className="talk-bar-state" role="status" aria-label={t('talk.assistantState')}>
        {t(`talk.states.${state}`)}
      </span>
      <span className="talk-bar-caption" data-direction={writingDirection(caption)}>
        <bdi>{caption}</bdi>
      </span>
    </main>
  );
}
