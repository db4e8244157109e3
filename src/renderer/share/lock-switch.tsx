import { Switch } from '@radix-ui/themes';
import { useTranslation } from 'react-i18next';
import { useAction } from '../bridge/use-action.ts';
import { Failure } from '../shell/failure.tsx';
import type { ReactNode } from 'react';
import type { RoomName } from '../../contract/index.ts';

/** On: links let nobody new into the room; who is in stays, and may come back. */
export function LockSwitch({ room, isLocked }: { room: RoomName; isLocked: boolean }): ReactNode {
  const { t } = useTranslation();
  const lock = useAction('share.setLocked');
  return (
    <>
      <label className="hands-free">
        <Switch
          size="1"
          aria-label={t('share.lock')}
          checked={isLocked}
          // Not disabled meanwhile: the focus would be lost, and the next press of Space the talk's.
          aria-disabled={lock.pending || undefined}
          onCheckedChange={(locked) => {
            if (!lock.pending) void lock.run({ room, locked });
          }}
        />
        <span aria-hidden="true">{t('share.lock')}</span>
      </label>
      {lock.error && <Failure>{lock.error.message}</Failure>}
    </>
  );
}
