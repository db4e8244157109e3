import { Theme } from '@radix-ui/themes';
import { PartBoundary } from '../shell/part-boundary.tsx';
import { AppearanceContext, useAppearanceState } from './appearance.tsx';
import type { ReactNode } from 'react';

/** Light or dark, and Parley's colors, around a page; what throws in it leaves no blank window. */
export function Look({ children }: { children: ReactNode }): ReactNode {
  const appearance = useAppearanceState();
  return (
    <AppearanceContext value={appearance}>
      <Theme appearance={appearance.shown} accentColor="iris" grayColor="slate" radius="large" scaling="100%">
        <PartBoundary>{children}</PartBoundary>
      </Theme>
    </AppearanceContext>
  );
}
