import type { ReactNode } from 'react';

export function ServersPage(_: { server: string | null; adding: boolean }): ReactNode {
  return null;
}
