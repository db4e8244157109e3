import type { ReactNode } from 'react';
import type { AppStatus } from '../../contract/index.ts';

/** What is wrong with this profile as a whole, in the host's words. */
export function ProfileProblems({ status }: { status: AppStatus | null }): ReactNode {
  return status?.problems.map(({ code, message }) => (
    <div key={`${code} ${message}`} className="problem" data-tone="warn" role="alert">
      <span className="problem-mark" aria-hidden="true">
        !
      </span>
      <p>{message}</p>
    </div>
  ));
}
