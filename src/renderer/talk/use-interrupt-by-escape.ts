import { useEffect, useEffectEvent } from 'react';
import { useAction } from '../bridge/use-action.ts';
import { useLive } from '../bridge/use-live.ts';
import { useVoice } from '../voice/voice-context.tsx';

/** Escape stops the assistant, also a tool that runs, when it means nothing nearer: a held turn or a waiting approval. */
export function useInterruptByEscape(): void {
  const voice = useVoice();
  const talk = useLive('talk.changed');
  const waiting = useLive('approvals.changed')?.length ?? 0;
  const interrupt = useAction('talk.interrupt');
  const onKey = useEffectEvent((event: KeyboardEvent) => {
    if (event.key !== 'Escape' || event.defaultPrevented || voice.state().held !== null || waiting > 0) return;
    const state = talk?.agent.state;
    if (state === 'speaking' || state === 'thinking') void interrupt.run({});
  });
  useEffect(() => {
    const listen = (event: KeyboardEvent): void => onKey(event);
    window.addEventListener('keydown', listen);
    return () => window.removeEventListener('keydown', listen);
  }, []);
}
