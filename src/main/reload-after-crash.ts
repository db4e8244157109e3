/**
 * A page whose process crashed is loaded again at the address it was at, but not for ever. Source: FAULTS F11.
 */
import type { SliceContents } from './electron-slice.ts';

/** A page that crashes more often than this within the time is left alone. */
const crashesAllowed = 3;
const crashesWithinMs = 60_000;

export function reloadAfterCrash(contents: SliceContents): void {
  let crashedAtMs: number[] = [];
  contents.on('render-process-gone', (_event, { reason }) => {
    if (reason === 'clean-exit') return;
    const nowMs = Date.now();
    crashedAtMs = [...crashedAtMs.filter((atMs) => nowMs - atMs < crashesWithinMs), nowMs];
    if (crashedAtMs.length <= crashesAllowed) contents.reload();
  });
}
