import { ProblemBox } from '../shell/failure.tsx';
import type { ReactNode } from 'react';
import type { AppStatus } from '../../contract/index.ts';

/** What is wrong with this profile as a whole, in the host's words. */
export function ProfileProblems({ status }: { status: AppStatus | null }): ReactNode {
  return status?.problems.map(({ code, message }) => (
    <ProblemBox key={`${code} ${message}`} sentence={message} tone="warn" marked />
  ));
}
