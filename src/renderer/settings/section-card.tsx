import { useId } from 'react';
import type { ReactNode } from 'react';

/** A titled group of settings. */
export function SectionCard({
  title,
  line,
  children,
}: {
  title: string;
  line?: ReactNode;
  children: ReactNode;
}): ReactNode {
  const titleId = useId();
  return (
    <section className="card stack" aria-labelledby={titleId}>
      <div className="stack-small">
        <h2 id={titleId}>{title}</h2>
        {line !== undefined && <p className="quiet">{line}</p>}
      </div>
      {children}
    </section>
  );
}
