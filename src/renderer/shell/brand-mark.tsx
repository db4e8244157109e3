import type { ReactNode } from 'react';

export function BrandMark(): ReactNode {
  return (
    <svg viewBox="0 0 24 24" className="brand-mark" aria-hidden="true">
      <path
        d="M4 10v4M8 6.5v11M12 3.5v17M16 7.5v9M20 10.5v3"
        stroke="currentColor"
        strokeWidth="2.4"
        strokeLinecap="round"
      />
    </svg>
  );
}
