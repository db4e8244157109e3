import { useTranslation } from 'react-i18next';
import { ActionButton } from './action-button.tsx';
import { useAction } from '../bridge/use-action.ts';
import { useLive } from '../bridge/use-live.ts';
import type { ReactNode } from 'react';

/** Says plainly, in every place, that the model is simulated. */
export function DemoBanner(): ReactNode {
  const { t } = useTranslation();
  const status = useLive('status.changed');
  const end = useAction('demo.set');
  if (!status?.provider.simulated) return null;
  return (
    <div className="demo-banner" role="note">
      <p>{t('demo.banner')}</p>
      {status.demo && (
        <ActionButton size="1" variant="ghost" pending={end.pending} onClick={() => void end.run({ enabled: false })}>
          {t('demo.end')}
        </ActionButton>
      )}
    </div>
  );
}
