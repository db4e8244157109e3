import { Button } from '@radix-ui/themes';
import { useTranslation } from 'react-i18next';
import { ProblemBox } from '../shell/failure.tsx';
import { toVisibleText } from '../text/visible-text.ts';
import type { ReactNode } from 'react';
import type { WireError } from '../../contract/index.ts';
import type { EntryField, Remedy } from './remedy.ts';

interface ServerFailureProps {
  readonly cause: WireError;
  readonly remedy: Remedy | null;
  /** The button that starts it again, which stands here where it is what helps. */
  readonly restart: ReactNode;
  onEdit(field: EntryField): void;
}

/** Why a server does not run: one sentence, and the one thing that helps. */
export function ServerFailure({ cause, remedy, restart, onEdit }: ServerFailureProps): ReactNode {
  const { t } = useTranslation();
  return (
    <ProblemBox sentence={toVisibleText(cause.message)}>
      {remedy?.type === 'restart' && restart}
      {remedy?.type === 'edit' && (
        <Button size="2" variant="surface" onClick={() => onEdit(remedy.field)}>
          {t(`servers.remedies.${remedy.words}`)}
        </Button>
      )}
      {remedy?.type === 'install' && (
        <Button asChild size="2" variant="surface">
          <a href={remedy.page} target="_blank" rel="noopener noreferrer">
            {t('servers.remedies.install', { name: remedy.name })}
          </a>
        </Button>
      )}
    </ProblemBox>
  );
}
