import { useTranslation } from 'react-i18next';
import { useAction } from '../bridge/use-action.ts';
import { ActionButton } from '../shell/action-button.tsx';
import { Failure } from '../shell/failure.tsx';
import type { ReactNode } from 'react';

/** Stops the assistant and with it the tool that runs, as Escape does: a phone has no such key. */
export function StopButton(): ReactNode {
  const { t } = useTranslation();
  const interrupt = useAction('talk.interrupt');
  return (
    <>
      <ActionButton
        size={{ initial: '2', sm: '1' }}
        variant="soft"
        color="gray"
        pending={interrupt.pending}
        onClick={() => void interrupt.run({})}
      >
        {t('talk.stop')}
      </ActionButton>
      {interrupt.error && <Failure>{interrupt.error.message}</Failure>}
    </>
  );
}
