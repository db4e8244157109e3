import { CheckIcon } from '@radix-ui/react-icons';
import { useTranslation } from 'react-i18next';
import type { ReactNode } from 'react';

/** One of the first steps; its number becomes a tick once it is done. */
export function FirstStep({ done, title, children }: { done: boolean; title: string; children: ReactNode }): ReactNode {
  const { t } = useTranslation();
  return (
    <li className="first-step" data-done={done}>
      <span className="first-mark" aria-hidden="true">
        {done && <CheckIcon />}
      </span>
      <div className="stack-small">
        <h3>
          {title}
          {done && <span className="sr-only"> {t('first.done')}</span>}
        </h3>
        {children}
      </div>
    </li>
  );
}
