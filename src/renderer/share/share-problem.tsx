import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { ActionButton } from '../shell/action-button.tsx';
import { useAction } from '../bridge/use-action.ts';
import { Failure, ProblemBox } from '../shell/failure.tsx';
import type { ReactNode } from 'react';
import type { WireError } from '../../contract/index.ts';

/** Why links cannot be opened just now; a port that another program has is given up at one press. */
export function ShareProblem({ problem }: { problem: WireError }): ReactNode {
  const { t } = useTranslation();
  const set = useAction('settings.set');
  const [isFreed, setFreed] = useState(false);
  const takeAny = async (): Promise<void> => {
    if (await set.run({ key: 'share.port', value: 0 })) setFreed(true);
  };
  if (isFreed) {
    return (
      <div className="notice" role="status">
        <p>{t('share.portFreed')}</p>
      </div>
    );
  }
  return (
    <>
      <ProblemBox sentence={problem.message} marked>
        {problem.code === 'share/port-taken' && (
          <ActionButton size="2" variant="surface" pending={set.pending} onClick={() => void takeAny()}>
            {t('share.anyPort')}
          </ActionButton>
        )}
      </ProblemBox>
      {set.error && <Failure>{set.error.message}</Failure>}
    </>
  );
}
