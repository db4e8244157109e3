import { Button } from '@radix-ui/themes';
import { useTranslation } from 'react-i18next';
import { toVisibleText } from '../text/visible-text.ts';
import { ProblemBox } from '../shell/failure.tsx';
import type { ReactNode } from 'react';
import type { Removal } from './use-removal.ts';

export function RemovedNotice({ removal }: { removal: Removal }): ReactNode {
  const { t } = useTranslation();
  const { removed, error } = removal;
  return (
    <>
      {error && <ProblemBox sentence={error.message} />}
      {removed && (
        <div className="notice" role="status">
          <p>{t('servers.removed', { name: toVisibleText(removed.name) })}</p>
          <Button size="1" variant="soft" onClick={() => void removal.putBack()}>
            {t('servers.undo')}
          </Button>
          <Button size="1" variant="ghost" color="gray" onClick={() => removal.forget()}>
            {t('close')}
          </Button>
        </div>
      )}
    </>
  );
}
