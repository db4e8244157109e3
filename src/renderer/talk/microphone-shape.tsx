import type { ReactNode } from 'react';
import type { AgentState } from '../../contract/index.ts';

/** What is drawn in the button: a microphone, dots while it thinks, bars while it speaks, a bar across when closed. */
export function MicrophoneShape({ state, closed }: { state: AgentState; closed: boolean }): ReactNode {
  if (state === 'thinking' || state === 'starting') {
    return (
      <svg className="microphone-shape" data-shape="dots" viewBox="0 0 24 24" aria-hidden="true">
        <circle cx="6" cy="12" r="2" />
        <circle cx="12" cy="12" r="2" />
        <circle cx="18" cy="12" r="2" />
      </svg>
    );
  }
  if (state === 'speaking') {
    return (
      <svg className="microphone-shape" data-shape="bars" viewBox="0 0 24 24" aria-hidden="true">
        <rect x="3" y="9" width="2.6" height="6" rx="1.3" />
        <rect x="8" y="5" width="2.6" height="14" rx="1.3" />
        <rect x="13" y="7" width="2.6" height="10" rx="1.3" />
        <rect x="18" y="9.5" width="2.6" height="5" rx="1.3" />
      </svg>
    );
  }
  return (
    <svg className="microphone-shape" data-shape="microphone" viewBox="0 0 24 24" aria-hidden="true">
      <rect x="8.5" y="2.5" width="7" height="12" rx="3.5" />
      <path
        d="M5 11.5a7 7 0 0 0 14 0M12 18.5v3"
        fill="none"
        stroke="currentColor"
        strokeWidth="1.8"
        strokeLinecap="round"
      />
      {closed && <path d="M4 4l16 16" fill="none" stroke="currentColor" strokeWidth="1.8" strokeLinecap="round" />}
    </svg>
  );
}
