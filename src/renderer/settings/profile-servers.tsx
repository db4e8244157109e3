import { Checkbox, Switch } from '@radix-ui/themes';
import { useTranslation } from 'react-i18next';
import { useAction } from '../bridge/use-action.ts';
import { toVisibleText } from '../text/visible-text.ts';
import { SectionCard } from './section-card.tsx';
import { Failure } from '../shell/failure.tsx';
import type { ReactNode } from 'react';
import type { ServerView } from '../../contract/index.ts';

interface ProfileServersProps {
  readonly settingKey: string;
  /** null: all of them, also those that are added later. */
  readonly chosen: readonly string[] | null;
  readonly servers: readonly ServerView[];
}

/** Which servers' tools a profile may use. */
export function ProfileServers({ settingKey, chosen, servers }: ProfileServersProps): ReactNode {
  const { t } = useTranslation();
  const set = useAction('settings.set');
  const names = servers.map(({ name }) => name as string);
  const choose = (value: readonly string[] | null): void => void set.run({ key: settingKey, value });
  const toggle = (name: string, checked: boolean): void => {
    const others = (chosen ?? names).filter((other) => other !== name);
    choose(checked ? [...others, name] : others);
  };
  return (
    <SectionCard title={t('settings.profiles.servers')}>
      <label className="row">
        <Switch size="1" checked={chosen === null} onCheckedChange={(all) => choose(all ? null : names)} />
        {t('settings.profiles.allServers')}
      </label>
      {chosen !== null &&
        [...new Set([...names, ...chosen])].map((name) => (
          <label key={name} className="row">
            <Checkbox
              size="1"
              checked={chosen.includes(name)}
              onCheckedChange={(checked) => toggle(name, checked === true)}
            />
            {toVisibleText(name)}
            {!names.includes(name) && <span className="quiet">{t('settings.profiles.serverGone')}</span>}
          </label>
        ))}
      {chosen?.length === 0 && <p className="quiet">{t('settings.profiles.noServers')}</p>}
      {set.error && <Failure>{set.error.message}</Failure>}
    </SectionCard>
  );
}
