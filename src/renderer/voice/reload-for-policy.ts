/**
 * Loads the page anew where its policy keeps it from the LiveKit that talks run in: it was chosen after the page was loaded,
 * and a page's policy is fixed by then.
 *
 * Path: main.tsx -> here.
 * Always: a page goes back into the talk it was in, its microphone muted where it was; it is not loaded again and again.
 */
import { goBackIn } from './kept-talk.ts';
import { isTakingPart } from './voice-state.ts';
import type { PageVoice } from './page-voice.ts';

const storedAs = 'parley-policy';
/** What the policy still refuses so soon after a reload, another one would not allow. */
const notAgainMs = 30_000;

/** What this needs of the page. */
export interface PolicyPage {
  readonly document: Pick<Document, 'addEventListener'>;
  readonly sessionStorage: Pick<Storage, 'getItem' | 'setItem' | 'removeItem'>;
  readonly location: Pick<Location, 'reload'>;
}

/** `voice` null: a device's page, which goes back by itself. */
export function reloadForPolicy(
  page: PolicyPage,
  voice: Pick<PageVoice, 'state' | 'onChanged' | 'join' | 'toggleMute'> | null,
): void {
  const [reloadedAt = '0', mark = ''] = (page.sessionStorage.getItem(storedAs) ?? '').split(' ');
  if (voice !== null && mark !== '') {
    // The mark counts once: who loads the page later joins nothing by it.
    page.sessionStorage.setItem(storedAs, reloadedAt);
    goBackIn(voice, mark === 'muted');
  }
  page.document.addEventListener('securitypolicyviolation', ({ effectiveDirective }) => {
    const now = Date.now();
    if (effectiveDirective !== 'connect-src' || now - Number(reloadedAt) < notAgainMs) return;
    if (voice !== null && !isTakingPart(voice.state())) return;
    const goesOn = voice === null ? '' : voice.state().muted ? ' muted' : ' talking';
    page.sessionStorage.setItem(storedAs, `${String(now)}${goesOn}`);
    page.location.reload();
  });
}
