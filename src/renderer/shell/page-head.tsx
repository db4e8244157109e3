import type { ReactNode } from 'react';

/** A place's title, a line about it, and what one can do here. */
export function PageHead({
  title,
  line,
  children,
}: {
  title: string;
  line?: ReactNode;
  children?: ReactNode;
}): ReactNode {
  return (
    <header className="page-head">
      <div className="page-title">
        <h1>{title}</h1>
        {line !== undefined && <div className="page-line">{line}</div>}
      </div>
      {children !== undefined && <div className="row">{children}</div>}
    </header>
  );
}
