import { Button } from '@radix-ui/themes';
import { useId, useRef } from 'react';
import { useTranslation } from 'react-i18next';
import { ActionButton } from '../shell/action-button.tsx';
import { useAction } from '../bridge/use-action.ts';
import { Failure } from '../shell/failure.tsx';
import type { ReactNode } from 'react';
import type { MethodInput } from '../../contract/index.ts';

interface DeleteConversationsProps {
  readonly what: MethodInput<'history.delete'>;
  readonly words: 'history.deleteOne' | 'history.deleteAll';
  onDeleted(): void;
}

/** Asks once: what is deleted is gone from the disk too. */
export function DeleteConversations({ what, words, onDeleted }: DeleteConversationsProps): ReactNode {
  const { t } = useTranslation();
  const remove = useAction('history.delete');
  const dialog = useRef<HTMLDialogElement>(null);
  const titleId = useId();
  const textId = useId();
  const close = (): void => dialog.current?.close();
  const run = async (): Promise<void> => {
    close();
    if (await remove.run(what)) onDeleted();
  };
  return (
    <>
      <ActionButton variant="soft" color="red" pending={remove.pending} onClick={() => dialog.current?.showModal()}>
        {t(`${words}.button`)}
      </ActionButton>
      <dialog ref={dialog} className="dialog" role="alertdialog" aria-labelledby={titleId} aria-describedby={textId}>
        <h2 id={titleId}>{t(`${words}.title`)}</h2>
        <p id={textId}>{t('history.deleteText')}</p>
        <div className="row dialog-buttons">
          <Button variant="soft" color="gray" onClick={close}>
            {t('history.keepIt')}
          </Button>
          <Button color="red" onClick={() => void run()}>
            {t('history.deleteNow')}
          </Button>
        </div>
      </dialog>
      {remove.error && <Failure>{remove.error.message}</Failure>}
    </>
  );
}
