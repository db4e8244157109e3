import { useTranslation } from 'react-i18next';
import { providerPresets } from '../../contract/index.ts';
import type { ReactNode } from 'react';

/** To the page where the provider makes the key stored as `secret`; opened outside of the app, and absent where there is none. */
export function KeyPageLink({ secret }: { secret: string }): ReactNode {
  const { t } = useTranslation();
  const keyPage = providerPresets.find((preset) => preset.secret === secret)?.keyPage ?? null;
  if (keyPage === null) return null;
  return (
    <a href={keyPage} target="_blank" rel="noopener noreferrer">
      {t('settings.secret.get')}
    </a>
  );
}
