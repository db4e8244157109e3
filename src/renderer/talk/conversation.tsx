import { Button } from '@radix-ui/themes';
import { useTranslation } from 'react-i18next';
import { Skeleton } from '../shell/skeleton.tsx';
import { useViewer } from '../shell/viewer.tsx';
import { CallItem } from './call-item.tsx';
import { EmptyConversation } from './empty-conversation.tsx';
import { StopButton } from './stop-button.tsx';
import { startsNewSpeaker } from './timeline.ts';
import { TurnItem } from './turn-item.tsx';
import { useConversation } from './use-conversation.ts';
import { useStickToEnd } from './use-stick-to-end.ts';
import type { ReactNode } from 'react';

export function Conversation(): ReactNode {
  const { t } = useTranslation();
  const { role } = useViewer();
  const entries = useConversation();
  const { ref, atEnd, onScroll, goToEnd } = useStickToEnd(entries, (entries?.length ?? 0) > 0);
  return (
    <div className="conversation-frame">
      <div
        className="conversation"
        ref={ref}
        onScroll={onScroll}
        role="log"
        aria-label={t('talk.conversation')}
        tabIndex={0}
      >
        <div className="conversation-flow">
          {entries === null && <Skeleton lines={5} />}
          {entries?.length === 0 && <EmptyConversation />}
          {entries?.map((entry, index) =>
            entry.type === 'turn' ? (
              <TurnItem key={entry.key} turn={entry.turn} named={startsNewSpeaker(entries, index)} />
            ) : (
              <div key={entry.key} className="inline-call">
                <CallItem call={entry.call} level={2} />
                {entry.call.status === 'running' && role !== 'listen' && <StopButton />}
              </div>
            ),
          )}
        </div>
      </div>
      {!atEnd && (
        <Button className="to-latest" size="1" variant="surface" radius="full" onClick={goToEnd}>
          {t('talk.toLatest')}
        </Button>
      )}
    </div>
  );
}
