import { useTranslation } from 'react-i18next';
import { ApprovalQueue } from '../approvals/approval-queue.tsx';
import { PageTitle } from '../approvals/page-title.tsx';
import { useLive } from '../bridge/use-live.ts';
import { PartBoundary } from '../shell/part-boundary.tsx';
import { useViewer } from '../shell/viewer.tsx';
import { Composer } from '../talk/composer.tsx';
import { Conversation } from '../talk/conversation.tsx';
import { HandsFreeSwitch } from '../talk/hands-free-switch.tsx';
import { JoinButton } from '../talk/join-button.tsx';
import { ListenerState } from './listener-state.tsx';
import { MicrophoneButton } from '../talk/microphone-button.tsx';
import { Problems } from '../talk/problems.tsx';
import { SideColumn } from '../talk/side-column.tsx';
import { useInterruptByEscape } from '../talk/use-interrupt-by-escape.ts';
import { OwnerIsAsked } from './owner-is-asked.tsx';
import type { ReactNode } from 'react';

/** The talk on a device that came by a link. Who may only listen has no microphone and no field to type in. */
export function DevicePage(): ReactNode {
  const { t } = useTranslation();
  const { role } = useViewer();
  const isSimulated = useLive('talk.changed')?.simulated ?? false;
  useInterruptByEscape();
  return (
    <main className="place">
      {role === 'owner' && <PageTitle title={t('places.window')} />}
      {isSimulated && (
        <div className="demo-banner" role="note">
          <p>{t('demo.banner')}</p>
        </div>
      )}
      <div className="talk">
        <h1 className="sr-only">{t('places.talk')}</h1>
        <div className="talk-main">
          <PartBoundary>
            <Conversation />
          </PartBoundary>
          <div className="dock">
            <Problems />
            <PartBoundary>{role === 'owner' ? <ApprovalQueue /> : <OwnerIsAsked />}</PartBoundary>
            {role !== 'listen' && <Composer />}
            <div className="dock-controls">
              {role === 'listen' ? <span /> : <HandsFreeSwitch />}
              {role === 'listen' ? <ListenerState /> : <MicrophoneButton />}
              <JoinButton />
            </div>
          </div>
        </div>
        <SideColumn />
      </div>
    </main>
  );
}
