import { ApprovalQueue } from '../approvals/approval-queue.tsx';
import { LogPage } from '../log/log-page.tsx';
import { ServersPage } from '../servers/servers-page.tsx';
import { SettingsPage } from '../settings/settings-page.tsx';
import { SharePage } from '../share/share-page.tsx';
import { TalkPage } from '../talk/talk-page.tsx';
import { DemoBanner } from './demo-banner.tsx';
import { Navigation } from './navigation.tsx';
import { OfflineBanner } from './offline-banner.tsx';
import { PartBoundary } from './part-boundary.tsx';
import { hrefOf } from './route.ts';
import { useRoute } from './use-route.ts';
import { useSettingsKey } from './use-settings-key.ts';
import type { ReactNode } from 'react';
import type { Place, Route } from './route.ts';

/** The frame around the places of a window. A waiting approval is shown in each of them. */
export function Shell({ places }: { places: readonly Place[] }): ReactNode {
  const asked = useRoute();
  const route: Route = places.includes(asked.place) ? asked : { place: 'settings' };
  useSettingsKey();
  return (
    <div className="shell">
      <Navigation current={route.place} places={places} />
      <main className="place" data-place={route.place}>
        <PartBoundary>
          <DemoBanner />
        </PartBoundary>
        {route.place !== 'talk' && <OfflineBanner />}
        <PartBoundary key={route.place} subject={hrefOf(route)}>
          <PlaceView route={route} />
        </PartBoundary>
        {route.place !== 'talk' && (
          <div className="floating">
            <PartBoundary>
              <ApprovalQueue />
            </PartBoundary>
          </div>
        )}
      </main>
    </div>
  );
}

function PlaceView({ route }: { route: Route }): ReactNode {
  switch (route.place) {
    case 'talk':
      return <TalkPage />;
    case 'servers':
      return <ServersPage server={route.server ?? null} adding={route.adding ?? false} like={route.like ?? null} />;
    case 'log':
      return <LogPage call={route.call ?? null} />;
    case 'settings':
      return <SettingsPage section={route.section ?? null} item={route.item ?? null} />;
    case 'share':
      return <SharePage />;
  }
}
