import { useTranslation } from 'react-i18next';
import { useLive } from '../bridge/use-live.ts';
import { PartBoundary } from '../shell/part-boundary.tsx';
import { CallItem } from './call-item.tsx';
import { People } from './people.tsx';
import type { ReactNode } from 'react';

/** The most calls the column lists; the Log has all. */
const mostCalls = 50;

/** Beside the conversation where there is room: who is here, and every tool call, newest first. */
export function SideColumn(): ReactNode {
  const { t } = useTranslation();
  return (
    <aside className="side" aria-label={t('talk.side')}>
      <PartBoundary>
        <People />
      </PartBoundary>
      <PartBoundary>
        <Calls />
      </PartBoundary>
    </aside>
  );
}

function Calls(): ReactNode {
  const { t } = useTranslation();
  const calls = useLive('tools.callChanged') ?? [];
  return (
    <section className="side-section">
      <h2 className="side-title">{t('calls.title')}</h2>
      {calls.length === 0 && <p className="quiet">{t('calls.none')}</p>}
      <ul className="call-list" aria-label={t('calls.title')}>
        {calls
          .slice(-mostCalls)
          .reverse()
          .map((call) => (
            <li key={call.id}>
              <CallItem call={call} level={3} />
            </li>
          ))}
      </ul>
    </section>
  );
}
