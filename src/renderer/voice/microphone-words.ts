/**
 * Where a person allows the microphone again: as a key of the language file, by where the page runs. Pure.
 */
import type { MicrophoneProblem } from './microphone-state.ts';

export type AllowedIn =
  'electronMac' | 'electronWindows' | 'electronLinux' | 'ios' | 'android' | 'safari' | 'firefox' | 'chromium';

/** The place where the microphone is allowed, told from the browser's own name. */
export function allowedIn(userAgent: string): AllowedIn {
  const has = (name: string): boolean => userAgent.includes(name);
  if (has('Electron/')) return has('Mac OS X') ? 'electronMac' : has('Windows') ? 'electronWindows' : 'electronLinux';
  if (has('iPhone') || has('iPad')) return 'ios';
  if (has('Android')) return 'android';
  if (has('Firefox/')) return 'firefox';
  return has('Safari/') && !has('Chrome/') ? 'safari' : 'chromium';
}

/** The sentence for what is wrong, as a key of the language file. */
export function microphoneWords(problem: MicrophoneProblem, userAgent: string): MicrophoneWords {
  return problem === 'denied'
    ? `problems.microphone.deniedIn.${allowedIn(userAgent)}`
    : `problems.microphone.${problem}`;
}

export type MicrophoneWords =
  `problems.microphone.${Exclude<MicrophoneProblem, 'denied'>}` | `problems.microphone.deniedIn.${AllowedIn}`;
