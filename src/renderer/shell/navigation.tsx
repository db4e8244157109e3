import { ActivityLogIcon, ChatBubbleIcon, CubeIcon, GearIcon, Share2Icon } from '@radix-ui/react-icons';
import { useTranslation } from 'react-i18next';
import { useLive } from '../bridge/use-live.ts';
import { summarize } from '../servers/summary.ts';
import { BrandMark } from './brand-mark.tsx';
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
  const servers = useLive('mcp.serversChanged');
  const hasProblems = (useLive('status.changed')?.problems.length ?? 0) > 0;
  const waiting = useLive('approvals.changed')?.length ?? 0;
  const marks: { readonly [P in Place]?: string | null } = {
    servers: servers && summarize(servers).tone !== 'good' ? summarize(servers).tone : null,
    settings: hasProblems ? 'warn' : null,
    talk: waiting > 0 && current !== 'talk' ? 'warn' : null,
  };
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
              {marks[place] && <span className="dot" data-tone={marks[place]} aria-hidden="true" />}
            </a>
          </li>
        ))}
      </ul>
    </nav>
  );
}
