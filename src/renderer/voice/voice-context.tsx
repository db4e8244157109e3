/**
 * Hands the page's voice to every view and plays what the room says, whatever view is shown.
 */
import { RoomAudioRenderer, RoomContext } from '@livekit/components-react';
import { createContext, use, useEffect, useSyncExternalStore } from 'react';
import { PartBoundary } from '../shell/part-boundary.tsx';
import { useHoldKeys } from './use-hold-keys.ts';
import { ownIdentity } from './voice-state.ts';
import type { ReactNode } from 'react';
import type { PageVoice } from './page-voice.ts';
import type { VoiceState } from './voice-state.ts';

const VoiceContext = createContext<PageVoice | null>(null);

export function VoiceProvider({ voice, children }: { voice: PageVoice; children: ReactNode }): ReactNode {
  const room = useSyncExternalStore(voice.onChanged, voice.room);
  useHoldKeys(voice);
  return (
    <VoiceContext value={voice}>
      {/* Within: the room is heard whatever fails in the views. */}
      <PartBoundary>{children}</PartBoundary>
      {room && (
        <RoomContext.Provider value={room}>
          <RoomAudioRenderer />
        </RoomContext.Provider>
      )}
    </VoiceContext>
  );
}

export function useVoice(): PageVoice {
  const voice = use(VoiceContext);
  if (!voice) throw new Error('A view was rendered outside of VoiceProvider.');
  return voice;
}

export function useVoiceState(): VoiceState {
  const voice = useVoice();
  return useSyncExternalStore(voice.onChanged, voice.state);
}

/** Who this page is in the room; renders again only when that changes. */
export function useOwnIdentity(): string | null {
  const voice = useVoice();
  return useSyncExternalStore(voice.onChanged, () => ownIdentity(voice.state()));
}

/** Calls `show` with the loudness of the microphone while the view is there. */
export function useLevel(show: (level: number) => void): void {
  const voice = useVoice();
  useEffect(() => voice.onLevel(show), [voice, show]);
}
