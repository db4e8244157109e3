import { ActivityLogIcon, ChatBubbleIcon, CubeIcon, GearIcon, Share2Icon } from '@radix-ui/react-icons';
import { useTranslation } from 'react-i18next';
import { BrandMark } from './brand-mark.tsx';
import { NavigationMark } from './navigation-mark.tsx';
import { PartBoundary } from './part-boundary.tsx';
import { hrefOf } from './route.ts';
import type { ReactNode } from 'react';
import type { Place } from './route.ts';

const icons: { readonly [P in Place]: ReactNode } = {
  talk: <ChatBubbleIcon />,
  servers: <CubeIcon />,
  log: <ActivityLogIcon />,
  settings: <GearIcon />,
  share: <Share2Icon />,
};

export function Navigation({ current, places }: { current: Place; places: readonly Place[] }): ReactNode {
  const { t } = useTranslation();
  return (
    <nav className="navigation" aria-label={t('places.main')}>
      <span className="brand" aria-hidden="true">
        <BrandMark />
        <span className="brand-name">Parley</span>
      </span>
      <ul>
        {places.map((place) => (
          <li key={place}>
            <a
              href={hrefOf({ place })}
              className="navigation-link"
              aria-current={current === place ? 'page' : undefined}
            >
              {icons[place]}
              <span className="navigation-name">{t(`places.${place}`)}</span>
              <PartBoundary quiet>
                <NavigationMark place={place} current={current} />
              </PartBoundary>
            </a>
          </li>
        ))}
      </ul>
    </nav>
  );
}
