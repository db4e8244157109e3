import { RadioCards } from '@radix-ui/themes';
import { useTranslation } from 'react-i18next';
import { useRequest } from '../bridge/use-request.ts';
import { Skeleton } from '../shell/skeleton.tsx';
import { toVisibleText } from '../text/visible-text.ts';
import { ProblemBox } from '../shell/failure.tsx';
import type { ReactNode } from 'react';
import type { ClientName } from '../../contract/index.ts';

interface AppChoiceProps {
  readonly chosen: ClientName | null;
  onChoose(app: ClientName): void;
}

/** The programs on this computer that have servers. */
export function AppChoice({ chosen, onChoose }: AppChoiceProps): ReactNode {
  const { t } = useTranslation();
  const { data, error } = useRequest('mcp.clients', undefined);
  if (error) return <ProblemBox sentence={error.message} />;
  if (!data) return <Skeleton lines={3} />;
  if (data.length === 0) return <p className="quiet">{t('servers.import.noApps')}</p>;
  return (
    <RadioCards.Root
      size="1"
      columns="1"
      gap="2"
      aria-label={t('servers.ways.app')}
      value={chosen ?? ''}
      onValueChange={(value) => {
        const found = data.find(({ client }) => client === value);
        if (found) onChoose(found.client);
      }}
    >
      {data.map(({ client, file }) => (
        <RadioCards.Item key={client} value={client} className="choice">
          <span className="choice-name">{t(`servers.apps.${client}`)}</span>
          <span className="quiet">{toVisibleText(file)}</span>
        </RadioCards.Item>
      ))}
    </RadioCards.Root>
  );
}
