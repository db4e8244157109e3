/**
 * A page whose process crashed is loaded again at the address it was at, but not for ever. Source: FAULTS F11.
 */
import type { SliceContents } from './electron-slice.ts';

/** A page that crashes more often than this within the time is left alone until somebody asks for its window. */
const crashesAllowed = 3;
const crashesWithinMs = 60_000;

/**
 * Returns what to call when somebody asks for the window: a page that was left alone is loaded once more. `onLeftAlone` is
 * told both.
 */
export function reloadAfterCrash(
  contents: SliceContents,
  onLeftAlone: (isLeftAlone: boolean) => void = () => undefined,
): () => void {
  let crashedAtMs: number[] = [];
  let isLeftAlone = false;
  contents.on('render-process-gone', (_event, { reason }) => {
    if (reason === 'clean-exit') return;
    const nowMs = Date.now();
    crashedAtMs = [...crashedAtMs.filter((atMs) => nowMs - atMs < crashesWithinMs), nowMs];
    isLeftAlone = crashedAtMs.length > crashesAllowed;
    if (isLeftAlone) onLeftAlone(true);
    else contents.reload();
  });
  return () => {
    if (!isLeftAlone) return;
    isLeftAlone = false;
    contents.reload();
    onLeftAlone(false);
  };
}
