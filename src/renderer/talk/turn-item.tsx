import { memo } from 'react';
import { useTranslation } from 'react-i18next';
import { SpokenText } from '../text/spoken-text.tsx';
import { formatShortClock } from '../text/format.ts';
import { useNameOf } from '../shell/viewer.tsx';
import type { ReactNode } from 'react';
import type { Turn } from '../../contract/index.ts';

interface TurnItemProps {
  readonly turn: Turn;
  /** Whether the speaker's name stands above. */
  readonly named: boolean;
}

/** Words of one speaker; lighter until they no longer change. A caption renders its own turn again, no other. */
export const TurnItem = memo(function TurnItem({ turn, named }: TurnItemProps): ReactNode {
  const { t } = useTranslation();
  const nameOf = useNameOf();
  const { speaker } = turn;
  const name = speaker.kind === 'person' ? nameOf(speaker) : speaker.name || speaker.identity;
  return (
    <article
      className="turn"
      data-kind={speaker.kind}
      data-final={turn.final}
      aria-busy={!turn.final}
      aria-label={name}
    >
      {named && (
        <header className="turn-head">
          <span className="turn-name">{name}</span>
          <time className="turn-time" dateTime={new Date(turn.startedAtMs).toISOString()}>
            {formatShortClock(turn.startedAtMs)}
          </time>
          {turn.via === 'typed' && <span className="turn-note">{t('talk.typed')}</span>}
        </header>
      )}
      <p className="turn-text">
        {turn.text === '' ? (
          <span className="turn-dots" aria-label={t('talk.hearing')} role="img" />
        ) : (
          <SpokenText text={turn.text} />
        )}
        {turn.interrupted && <span className="turn-note"> {t('talk.interrupted')}</span>}
      </p>
    </article>
  );
});
