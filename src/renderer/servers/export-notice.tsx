import { Button } from '@radix-ui/themes';
import { useTranslation } from 'react-i18next';
import { toVisibleText } from '../text/visible-text.ts';
import { ProblemBox } from '../shell/failure.tsx';
import type { ReactNode } from 'react';
import type { ServerExport } from './use-server-export.ts';

/** What the saved file lacks, which whoever reads it must have. */
export function ExportNotice({ saving }: { saving: ServerExport }): ReactNode {
  const { t } = useTranslation();
  const { left, error } = saving;
  return (
    <>
      {error && <ProblemBox sentence={error.message} />}
      {left && (
        <div className="notice" role="status">
          <p>
            {left.length === 0
              ? t('servers.exported.whole')
              : t('servers.exported.withoutKeys', { names: left.map(toVisibleText).join(', ') })}
          </p>
          <Button size="1" variant="ghost" color="gray" onClick={() => saving.forget()}>
            {t('close')}
          </Button>
        </div>
      )}
    </>
  );
}
