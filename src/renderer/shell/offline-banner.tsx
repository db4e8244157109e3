import { Button } from '@radix-ui/themes';
import { useTranslation } from 'react-i18next';
import { useBridge } from '../bridge/bridge-context.tsx';
import { isLongGone, isReconnecting } from '../bridge/connection-state.ts';
import { useConnection } from '../bridge/use-connection.ts';
import { ProblemBox } from './failure.tsx';
import type { ReactNode } from 'react';

/** In every place but Talk, which says it above its microphone: what is shown may be old. */
export function OfflineBanner(): ReactNode {
  const { t } = useTranslation();
  const bridge = useBridge();
  const connection = useConnection();
  if (!isReconnecting(connection)) return null;
  return (
    <ProblemBox
      sentence={isLongGone(connection) ? t('problems.hostGone') : t('problems.reconnecting')}
      tone="warn"
      marked
      wide
    >
      {isLongGone(connection) && (
        <Button size="1" variant="surface" onClick={() => bridge.reconnectNow()}>
          {t('problemActions.reconnect')}
        </Button>
      )}
    </ProblemBox>
  );
}
