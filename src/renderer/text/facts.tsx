import { toVisibleText } from './visible-text.ts';
import type { ReactNode } from 'react';

/** A name and what it is; null: not shown. */
export type Fact = readonly [name: string, value: string | null];

/** What is known of something, a line each; values may come from anywhere. */
export function Facts({ facts }: { facts: readonly Fact[] }): ReactNode {
  return (
    <dl className="facts">
      {facts.map(
        ([name, value]) =>
          value !== null && (
            <div key={name}>
              <dt>{name}</dt>
              <dd>{toVisibleText(value)}</dd>
            </div>
          ),
      )}
    </dl>
  );
}
