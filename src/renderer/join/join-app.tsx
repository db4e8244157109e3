import { useSyncExternalStore } from 'react';
import { BridgeProvider } from '../bridge/bridge-context.tsx';
import { ViewerContext } from '../shell/viewer.tsx';
import { Look } from '../theme/look.tsx';
import { VoiceProvider } from '../voice/voice-context.tsx';
import { DevicePage } from './device-page.tsx';
import { JoinForm } from './join-form.tsx';
import { LinkEnded, toRefusal } from './link-ended.tsx';
import type { ReactNode } from 'react';
import type { Visit } from './visit.ts';

/** The page of a device that came by a link: one question, then the talk, and no place of the owner's. */
export function JoinApp({ visit }: { visit: Visit }): ReactNode {
  return (
    <Look>
      <VisitView visit={visit} />
    </Look>
  );
}

function VisitView({ visit }: { visit: Visit }): ReactNode {
  const state = useSyncExternalStore(visit.onChanged, visit.state);
  const device = visit.device();
  if (state.status === 'in' && device) {
    const { role, identity } = state.session;
    return (
      <BridgeProvider bridge={device.bridge}>
        <ViewerContext value={{ role, deviceIdentity: identity }}>
          <VoiceProvider voice={device.voice}>
            <DevicePage />
          </VoiceProvider>
        </ViewerContext>
      </BridgeProvider>
    );
  }
  if (state.status === 'asking' || state.status === 'joining') {
    return (
      <JoinForm
        pending={state.status === 'joining'}
        asksAccessCode={state.asksAccessCode}
        problem={state.status === 'asking' ? state.problem : null}
        onJoin={(name, accessCode) => visit.join(name, accessCode)}
      />
    );
  }
  if (state.status === 'ended') return <LinkEnded kind={state.end} />;
  return <LinkEnded kind={toRefusal(state.status === 'refused' ? state.problem : null)} />;
}
