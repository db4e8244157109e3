import type { ReactNode } from 'react';

/** Foreign text, whole, as text; scrolls by itself and can be reached by keyboard. */
export function CodeBlock({ label, text }: { label: string; text: string }): ReactNode {
  return (
    <pre className="code-block" role="region" aria-label={label} tabIndex={0}>
      {text}
    </pre>
  );
}
