import { Button } from '@radix-ui/themes';
import { useId, useRef } from 'react';
import { useTranslation } from 'react-i18next';
import { ActionButton } from '../shell/action-button.tsx';
import { useAction } from '../bridge/use-action.ts';
import { useVoice } from '../voice/voice-context.tsx';
import { Failure } from '../shell/failure.tsx';
import type { ReactNode } from 'react';
import type { RoomName } from '../../contract/index.ts';

/** Ends the talk for everybody, this window first: else it would come back into the room that is being closed. Asks once. */
export function EndTalk({ room }: { room: RoomName }): ReactNode {
  const { t } = useTranslation();
  const voice = useVoice();
  const end = useAction('share.endTalk');
  const dialog = useRef<HTMLDialogElement>(null);
  const titleId = useId();
  const textId = useId();
  const close = (): void => dialog.current?.close();
  const run = (): void => {
    close();
    voice.leave();
    void end.run({ room });
  };
  return (
    <>
      <ActionButton
        size="1"
        variant="soft"
        color="red"
        pending={end.pending}
        onClick={() => dialog.current?.showModal()}
      >
        {t('share.end.button')}
      </ActionButton>
      <dialog ref={dialog} className="dialog" role="alertdialog" aria-labelledby={titleId} aria-describedby={textId}>
        <h2 id={titleId}>{t('share.end.title')}</h2>
        <p id={textId}>{t('share.end.text')}</p>
        <div className="row dialog-buttons">
          <Button variant="soft" color="gray" onClick={close}>
            {t('share.end.goOn')}
          </Button>
          <Button color="red" onClick={run}>
            {t('share.end.now')}
          </Button>
        </div>
      </dialog>
      {end.error && <Failure>{end.error.message}</Failure>}
    </>
  );
}
