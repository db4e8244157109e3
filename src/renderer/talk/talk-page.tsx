import { useTranslation } from 'react-i18next';
import { PartBoundary } from '../shell/part-boundary.tsx';
import { Conversation } from './conversation.tsx';
import { SideColumn } from './side-column.tsx';
import { TalkDock } from './talk-dock.tsx';
import { useInterruptByEscape } from './use-interrupt-by-escape.ts';
import type { ReactNode } from 'react';

/** The first place: the conversation, one microphone, and at the side what is going on. */
export function TalkPage(): ReactNode {
  const { t } = useTranslation();
  useInterruptByEscape();
  return (
    <div className="talk">
      <h1 className="sr-only">{t('places.talk')}</h1>
      <div className="talk-main">
        <PartBoundary>
          <Conversation />
        </PartBoundary>
        <PartBoundary>
          <TalkDock />
        </PartBoundary>
      </div>
      <SideColumn />
    </div>
  );
}
