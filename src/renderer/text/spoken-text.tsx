import { splitLinks } from './split-links.ts';
import { toVisibleText } from './visible-text.ts';
import type { ReactNode } from 'react';

/** What someone said, as text; only https addresses can be opened, outside of the app. */
export function SpokenText({ text }: { text: string }): ReactNode {
  return splitLinks(toVisibleText(text)).map((part, index) =>
    part.type === 'text' ? (
      part.text
    ) : (
      <a key={index} href={part.href} target="_blank" rel="noopener noreferrer">
        {part.text}
      </a>
    ),
  );
}
