import { useEffect, useEffectEvent } from 'react';
import { useVoice } from '../voice/voice-context.tsx';

/** Escape denies the call on display, wherever the focus is; but first it cancels a turn that is being held. */
export function useDenyByEscape(deny: () => void): void {
  const voice = useVoice();
  const onKey = useEffectEvent((event: KeyboardEvent) => {
    if (event.key !== 'Escape' || event.defaultPrevented || voice.state().held !== null) return;
    event.preventDefault();
    deny();
  });
  useEffect(() => {
    const listen = (event: KeyboardEvent): void => onKey(event);
    window.addEventListener('keydown', listen);
    return () => window.removeEventListener('keydown', listen);
  }, []);
}
