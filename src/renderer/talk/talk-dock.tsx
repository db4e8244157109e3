import { ApprovalQueue } from '../approvals/approval-queue.tsx';
import { PartBoundary } from '../shell/part-boundary.tsx';
import { Composer } from './composer.tsx';
import { HandsFreeSwitch } from './hands-free-switch.tsx';
import { JoinButton } from './join-button.tsx';
import { MicrophoneButton } from './microphone-button.tsx';
import { Problems } from './problems.tsx';
import type { ReactNode } from 'react';

/** What one acts with, from what stands in the way down to the microphone. */
export function TalkDock(): ReactNode {
  return (
    <div className="dock">
      <Problems />
      <PartBoundary>
        <ApprovalQueue />
      </PartBoundary>
      <Composer />
      <div className="dock-controls">
        <HandsFreeSwitch />
        <MicrophoneButton />
        <JoinButton />
      </div>
    </div>
  );
}
