import { useTranslation } from 'react-i18next';
import { ActionButton } from '../shell/action-button.tsx';
import { useAction } from '../bridge/use-action.ts';
import { KeyPageLink } from '../settings/key-page-link.tsx';
import { SecretField } from '../settings/secret-field.tsx';
import { toVisibleText } from '../text/visible-text.ts';
import { useLocalServers } from './use-local-servers.ts';
import { Failure } from '../shell/failure.tsx';
import type { ReactNode } from 'react';

/** A key, the servers on this machine, or the demo. */
export function ChooseBrain({ secret }: { secret: string }): ReactNode {
  const { t } = useTranslation();
  const demo = useAction('demo.set');
  const local = useLocalServers();
  return (
    <>
      <SecretField name={secret} label={t('first.brain.key')} warned={false} />
      <KeyPageLink secret={secret} />
      <div className="row">
        <ActionButton variant="soft" pending={demo.pending} onClick={() => void demo.run({ enabled: true })}>
          {t('empty.noKey.tryDemo')}
        </ActionButton>
        <ActionButton variant="soft" color="gray" pending={local.pending} onClick={() => void local.use()}>
          {t('first.brain.local')}
        </ActionButton>
      </div>
      {local.faults.map((fault) => (
        <Failure key={fault}>{toVisibleText(fault)}</Failure>
      ))}
      {demo.error && <Failure>{demo.error.message}</Failure>}
    </>
  );
}
