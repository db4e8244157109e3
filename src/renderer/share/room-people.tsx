import { useTranslation } from 'react-i18next';
import { ActionButton } from '../shell/action-button.tsx';
import { useAction } from '../bridge/use-action.ts';
import { useLive } from '../bridge/use-live.ts';
import { toVisibleText } from '../text/visible-text.ts';
import { useOwnIdentity } from '../voice/voice-context.tsx';
import { EndTalk } from './end-talk.tsx';
import { LockSwitch } from './lock-switch.tsx';
import { Failure } from '../shell/failure.tsx';
import type { ReactNode } from 'react';
import type { InviteView, RoomName, ShareRole, ShareView } from '../../contract/index.ts';

/** Who is in the room, what each may do, and how to quiet, lock or end it. */
export function RoomPeople({ share }: { share: ShareView | null }): ReactNode {
  const { t } = useTranslation();
  const talk = useLive('talk.changed');
  const own = useOwnIdentity();
  const people = talk?.participants ?? [];
  const isLocked = talk !== null && (share?.lockedRooms.includes(talk.room) ?? false);
  return (
    <section className="card">
      <div className="share-people-head">
        <h2>{t('people.title')}</h2>
        {talk && share && (
          <>
            <LockSwitch room={talk.room} isLocked={isLocked} />
            {people.length > 0 && <EndTalk room={talk.room} />}
          </>
        )}
      </div>
      {isLocked && <p className="quiet">{t('share.locked')}</p>}
      {people.length === 0 && <p className="quiet">{t('people.none')}</p>}
      <ul className="share-rows" aria-label={t('people.title')}>
        {people.map(({ identity, name }) => (
          <PersonRow
            key={identity}
            room={talk?.room ?? null}
            identity={identity}
            name={identity === own ? t('talk.you') : toVisibleText(name || identity)}
            role={roleOf(identity, share?.invites ?? [])}
            speaks={talk?.floor === identity}
            isOwn={identity === own}
          />
        ))}
      </ul>
    </section>
  );
}

/** What the link allows by which this one came; null where it came without a link. */
function roleOf(identity: string, invites: readonly InviteView[]): ShareRole | null {
  return invites.find(({ devices }) => devices.some((device) => device.identity === identity))?.role ?? null;
}

interface PersonRowProps {
  readonly room: RoomName | null;
  readonly identity: string;
  readonly name: string;
  readonly role: ShareRole | null;
  readonly speaks: boolean;
  readonly isOwn: boolean;
}

function PersonRow({ room, identity, name, role, speaks, isOwn }: PersonRowProps): ReactNode {
  const { t } = useTranslation();
  const mute = useAction('rooms.muteParticipant');
  const remove = useAction('rooms.removeParticipant');
  const error = mute.error ?? remove.error;
  return (
    <li className="share-row" aria-label={name}>
      <div className="share-row-text">
        <span className="share-row-head">
          <span className="dot" data-tone={speaks ? 'busy' : 'good'} aria-hidden="true" />
          <span className="person-name">{name}</span>
          {role && <span className="quiet">{t(`share.mayDo.${role}`)}</span>}
          {speaks && <span className="quiet">{t('people.floor')}</span>}
        </span>
        {error && <Failure>{error.message}</Failure>}
      </div>
      {room && !isOwn && (
        <>
          {role !== 'listen' && (
            <ActionButton
              size="1"
              variant="soft"
              color="gray"
              aria-label={t('people.muteNamed', { name })}
              pending={mute.pending}
              onClick={() => void mute.run({ room, identity })}
            >
              {t('people.mute')}
            </ActionButton>
          )}
          <ActionButton
            size="1"
            variant="soft"
            color="red"
            aria-label={t('people.removeNamed', { name })}
            pending={remove.pending}
            onClick={() => void remove.run({ room, identity })}
          >
            {t('people.remove')}
          </ActionButton>
        </>
      )}
    </li>
  );
}
