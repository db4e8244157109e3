import { useTranslation } from 'react-i18next';
import { ActionButton } from '../shell/action-button.tsx';
import { OutcomeIcon } from '../shell/outcome-icon.tsx';
import { formatDuration } from '../text/format.ts';
import { toVisibleText } from '../text/visible-text.ts';
import { Failure } from '../shell/failure.tsx';
import type { ReactNode } from 'react';
import type { WireError } from '../../contract/index.ts';

interface TestLineProps {
  /** What is tried; read out after the button's word. */
  readonly what: string;
  readonly pending: boolean;
  readonly result: { readonly ok: boolean; readonly tookMs: number; readonly detail: string } | null;
  /** Why it could not be tried at all. */
  readonly error: WireError | null;
  onTest(): void;
}

/** A button that tries something for real, and how that went. */
export function TestLine({ what, pending, result, error, onTest }: TestLineProps): ReactNode {
  const { t } = useTranslation();
  return (
    <div className="row">
      <ActionButton variant="soft" pending={pending} onClick={onTest}>
        {t('settings.test')}
        <span className="sr-only">{what}</span>
      </ActionButton>
      <span role="status" className="report-step test-result">
        {result && <OutcomeIcon tone={result.ok ? 'good' : 'bad'} />}
        {result && (
          <span>
            {toVisibleText(result.detail)} {result.ok && <span className="quiet">{formatDuration(result.tookMs)}</span>}
          </span>
        )}
      </span>
      {error && <Failure>{error.message}</Failure>}
    </div>
  );
}
