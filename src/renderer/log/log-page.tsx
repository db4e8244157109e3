import type { ReactNode } from 'react';

export function LogPage(_: { call: string | null }): ReactNode {
  return null;
}
