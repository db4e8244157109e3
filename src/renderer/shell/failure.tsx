/**
 * Every failure the windows show in words, and the boxes of what stands in the way.
 *
 * Always: told to screen readers as it appears. The class names stand in this file only; a lint rule keeps it so.
 */
import type { ReactNode } from 'react';

/** One sentence, where what was asked for failed. */
export function Failure({ children }: { children: ReactNode }): ReactNode {
  return (
    <p className="failure" role="alert">
      {children}
    </p>
  );
}

interface ProblemBoxProps {
  readonly sentence: string;
  /** `warn`: nothing is broken, something is asked of the person or already being mended. */
  readonly tone?: 'warn' | 'bad';
  /** `status`: told when there is a pause; `none`: what is around it tells. */
  readonly live?: 'alert' | 'status' | 'none';
  /** How a `status` is called. */
  readonly label?: string;
  /** With a mark before it, for what is to be seen from afar. */
  readonly marked?: boolean;
  /** Over the whole window. */
  readonly wide?: boolean;
  /** The one thing that helps, where there is one. */
  readonly children?: ReactNode;
}

/** A problem: one sentence and one button. */
export function ProblemBox(props: ProblemBoxProps): ReactNode {
  const { sentence, tone = 'bad', live = 'alert', label, marked = false, wide = false, children } = props;
  return (
    <div
      className={wide ? 'problem problem-wide' : 'problem'}
      data-tone={tone}
      role={live === 'none' ? undefined : live}
      aria-label={label}
    >
      {marked && (
        <span className="problem-mark" aria-hidden="true">
          !
        </span>
      )}
      <p>{sentence}</p>
      {children}
    </div>
  );
}
