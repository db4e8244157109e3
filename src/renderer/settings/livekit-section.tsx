import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useAction } from '../bridge/use-action.ts';
import { StateWordOf } from './state-word-of.tsx';
import { SecretField } from './secret-field.tsx';
import { SectionCard } from './section-card.tsx';
import { SettingChoice } from './setting-choice.tsx';
import { SettingText } from './setting-text.tsx';
import { TestLine } from './test-line.tsx';
import { Failure } from '../shell/failure.tsx';
import type { ReactNode } from 'react';
import type { AppStatus, LiveKitTest, Settings } from '../../contract/index.ts';

const modes = ['auto', 'chosen', 'local'] as const satisfies Settings['livekit']['mode'][];

/** Where rooms are held: on this machine, or at a LiveKit of the owner's. */
export function LiveKitSection({ settings, status }: { settings: Settings; status: AppStatus }): ReactNode {
  const { t } = useTranslation();
  const { livekit } = status;
  /** What stands in the field; undefined: what is stored. */
  const [typed, setTyped] = useState<string | null>();
  const { mode } = settings.livekit;
  // Without an address there is nothing to choose between; one may also come from the environment.
  const isElsewhere =
    settings.livekit.url !== null || mode !== 'auto' || (livekit.url !== null && livekit.pid === null);
  const warned = status.problems.some(({ code }) => code === 'secrets/keychain-unavailable');
  return (
    <>
      <SectionCard title={t('settings.livekit.now')}>
        <p className="row">
          <StateWordOf tone={toneOf(livekit.state)} word={t(`settings.livekit.states.${livekit.state}`)} />
          {livekit.url !== null && <code>{livekit.url}</code>}
        </p>
        {livekit.cause && <Failure>{livekit.cause.message}</Failure>}
      </SectionCard>
      <SectionCard title={t('settings.livekit.own')} line={t('settings.livekit.ownLine')}>
        <SettingText
          settingKey="livekit.url"
          label={t('settings.livekit.url')}
          value={settings.livekit.url ?? ''}
          placeholder="wss://your-project.livekit.cloud"
          whenEmpty={null}
          onTyped={(text) => setTyped(text === '' ? null : text)}
        />
        <SecretField name="livekit-key" label={t('settings.livekit.key')} warned={warned} />
        <SecretField name="livekit-secret" label={t('settings.livekit.secret')} warned={warned} />
        {(isElsewhere || typed != null) && <LiveKitTestLine url={typed} />}
        {isElsewhere && (
          <div className="stack-small">
            <SettingChoice
              settingKey="livekit.mode"
              label={t('settings.livekit.mode')}
              value={mode}
              choices={modes.map((value) => ({ value, name: t(`settings.livekit.modes.${value}`) }))}
            />
            <p className="quiet">{t(`settings.livekit.modeLines.${mode}`)}</p>
          </div>
        )}
      </SectionCard>
    </>
  );
}

/** Asks the LiveKit whose address stands in the form, saved or not, with the stored key and secret. */
function LiveKitTestLine({ url }: { url: string | null | undefined }): ReactNode {
  const { t } = useTranslation();
  const test = useAction('livekit.test');
  const [result, setResult] = useState<LiveKitTest | null>(null);
  const run = async (): Promise<void> => {
    setResult(null);
    const found = await test.run(url === undefined ? {} : { url });
    setResult(found?.output ?? null);
  };
  return (
    <TestLine
      what={t('settings.livekit.title')}
      pending={test.pending}
      result={result}
      error={test.error}
      onTest={() => void run()}
    />
  );
}

function toneOf(state: AppStatus['livekit']['state']): 'neutral' | 'busy' | 'good' | 'bad' {
  const tones = { stopped: 'neutral', starting: 'busy', ready: 'good', failed: 'bad' } as const;
  return tones[state];
}
