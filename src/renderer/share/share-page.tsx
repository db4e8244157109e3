import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useLive } from '../bridge/use-live.ts';
import { PageHead } from '../shell/page-head.tsx';
import { Skeleton } from '../shell/skeleton.tsx';
import { useNow } from '../shell/use-now.ts';
import { InviteList } from './invite-list.tsx';
import { LinkCard } from './link-card.tsx';
import { shownInvite } from './link-terms.ts';
import { MakeLink } from './make-link.tsx';
import { RoomPeople } from './room-people.tsx';
import { ShareProblem } from './share-problem.tsx';
import { ProblemBox } from '../shell/failure.tsx';
import type { ReactNode } from 'react';

/** Brings other devices into the talk: one button makes a link, the rest shows and ends what was shared. */
export function SharePage(): ReactNode {
  const { t } = useTranslation();
  const view = useLive('share.changed');
  const nowMs = useNow(1_000);
  const [chosenCode, setChosenCode] = useState<string | null>(null);
  const shown = view && shownInvite(view.invites, chosenCode, nowMs);
  return (
    <div className="page page-narrow">
      <PageHead title={t('places.share')} line={<p className="quiet">{t('share.line')}</p>} />
      {view?.problem && <ShareProblem key={view.problem.message} problem={view.problem} />}
      {view?.addressChanged && (
        <ProblemBox sentence={t('share.addressChanged')} tone="warn" live="status" label={t('share.network')} marked />
      )}
      <MakeLink onMade={setChosenCode} said={view?.problem?.message ?? null} />
      {view === null && <Skeleton lines={4} />}
      {view && shown && shown.url !== null && <LinkCard key={shown.code} invite={shown} url={shown.url} view={view} />}
      {view && (
        <InviteList invites={view.invites} shownCode={shown?.code ?? null} nowMs={nowMs} onShow={setChosenCode} />
      )}
      <RoomPeople share={view} />
    </div>
  );
}
