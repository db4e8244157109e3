import { useMemo } from 'react';
import { useLive } from '../bridge/use-live.ts';
import { toTimeline } from './timeline.ts';
import type { Entry } from './timeline.ts';

/** The conversation so far, or null while it is on its way. */
export function useConversation(): readonly Entry[] | null {
  const turns = useLive('talk.turnChanged');
  const calls = useLive('tools.callChanged');
  return useMemo(() => (turns && calls ? toTimeline(turns, calls) : null), [turns, calls]);
}
