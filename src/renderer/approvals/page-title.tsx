import { useEffect } from 'react';
import { useTranslation } from 'react-i18next';
import { useLive } from '../bridge/use-live.ts';
import type { ReactNode } from 'react';

/** The title of an owner's page; it says first that a call waits, so that it is seen from other tabs and windows. */
export function PageTitle({ title }: { title: string }): ReactNode {
  const { t } = useTranslation();
  const waits = (useLive('approvals.changed') ?? []).length > 0;
  const shown = waits ? t('approvals.pageTitle', { title }) : title;
  useEffect(() => {
    document.title = shown;
    return () => void (document.title = title);
  }, [shown, title]);
  return null;
}
