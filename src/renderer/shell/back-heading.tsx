import { useTranslation } from 'react-i18next';
import { hrefOf } from './route.ts';
import type { ReactNode } from 'react';
import type { Route } from './route.ts';

/** Where there is room for one column only: the place's title above a detail, and the way back to its list. */
export function BackHeading({ route }: { route: Route }): ReactNode {
  const { t } = useTranslation();
  return (
    <h1 className="back">
      <a href={hrefOf(route)}>‹ {t(`places.${route.place}`)}</a>
    </h1>
  );
}
