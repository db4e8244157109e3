import { useTranslation } from 'react-i18next';
import { hrefOf } from '../shell/route.ts';
import { DevicePicker } from '../voice/device-picker.tsx';
import { MicrophoneCheck } from '../voice/microphone-check.tsx';
import { ChooseBrain } from './choose-brain.tsx';
import { ExampleServer } from './example-server.tsx';
import { FirstStep } from './first-step.tsx';
import type { ReactNode } from 'react';
import type { AppStatus, Settings } from '../../contract/index.ts';

/** Nothing is set up yet: three steps to a working talk, of which only the first is needed. Join stands below all along. */
export function FirstMinute({ status, settings }: { status: AppStatus; settings: Settings }): ReactNode {
  const { t } = useTranslation();
  const { provider } = status;
  return (
    <div className="first-minute">
      <h2>{t('first.title')}</h2>
      <ol>
        <FirstStep done={provider.configured || provider.simulated} title={t('first.brain.title')}>
          {provider.configured || provider.simulated ? (
            <p className="quiet">{t(`first.brain.done.${provider.source ?? 'local'}`)}</p>
          ) : (
            <>
              <ChooseBrain secret={settings.provider.secret} />
              <a href={hrefOf({ place: 'settings', section: 'providers' })}>{t('first.brain.others')}</a>
            </>
          )}
        </FirstStep>
        <FirstStep done={false} title={t('first.microphone.title')}>
          <div className="row first-sound">
            <DevicePicker kind="microphone" />
            <MicrophoneCheck />
          </div>
        </FirstStep>
        <FirstStep done={status.mcp.length > 0} title={t('first.server.title')}>
          <ExampleServer servers={status.mcp} />
        </FirstStep>
      </ol>
      <p className="quiet">{t(provider.configured || provider.simulated ? 'first.join' : 'first.firstStepIsEnough')}</p>
    </div>
  );
}
