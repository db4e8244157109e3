import type { ReactNode } from 'react';

/** A dot and a word: color never stands alone. */
export function StateWordOf({ tone, word }: { tone: string; word: string }): ReactNode {
  return (
    <span className="state-word" data-tone={tone}>
      <span className="dot" data-tone={tone} aria-hidden="true" />
      {word}
    </span>
  );
}
