import { Button } from '@radix-ui/themes';
import { useTranslation } from 'react-i18next';
import { useAction } from '../bridge/use-action.ts';
import { ProviderKey } from './provider-key.tsx';
import { SettingText } from './setting-text.tsx';
import type { ReactNode } from 'react';
import type { AppStatus, Settings } from '../../contract/index.ts';

/** Who thinks and speaks: the key, the address, the model. */
export function ProviderSection({ settings, status }: { settings: Settings; status: AppStatus }): ReactNode {
  const { t } = useTranslation();
  const demo = useAction('demo.set');
  const { provider } = settings;
  const inDemo = status.provider.simulated;
  return (
    <section className="card stack" aria-labelledby="provider-title">
      <h2 id="provider-title">{t('settings.provider.title')}</h2>
      <p className="quiet">{t(`settings.provider.sources.${status.provider.source ?? 'none'}`)}</p>
      <ProviderKey
        name={provider.secret}
        warned={status.problems.some(({ code }) => code === 'secrets/keychain-unavailable')}
      />
      <div className="columns">
        <SettingText settingKey="provider.model" label={t('settings.provider.model')} value={provider.model} />
        <SettingText settingKey="provider.voice" label={t('settings.provider.voice')} value={provider.voice} />
      </div>
      <SettingText
        settingKey="provider.baseUrl"
        label={t('settings.provider.baseUrl')}
        value={provider.baseUrl ?? ''}
        placeholder="https://api.openai.com/v1"
        whenEmpty={null}
      />
      <div className="row">
        <Button
          variant="soft"
          color={inDemo ? 'gray' : 'iris'}
          loading={demo.pending}
          onClick={() => void demo.run({ enabled: !inDemo })}
        >
          {inDemo ? t('demo.end') : status.provider.configured ? t('demo.start') : t('empty.noKey.tryDemo')}
        </Button>
        {demo.error && <span className="call-error">{demo.error.message}</span>}
      </div>
    </section>
  );
}
