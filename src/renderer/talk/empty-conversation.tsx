import { Button } from '@radix-ui/themes';
import { useTranslation } from 'react-i18next';
import { useAction } from '../bridge/use-action.ts';
import { useLive } from '../bridge/use-live.ts';
import { hrefOf } from '../shell/route.ts';
import { useVoiceState } from '../voice/voice-context.tsx';
import { isLive } from '../voice/voice-state.ts';
import { ExampleSentences } from './example-sentences.tsx';
import { useViewer } from '../shell/viewer.tsx';
import { isKeyMissing } from './find-problems.ts';
import type { ReactNode } from 'react';

/** Before the first word: the next step, whatever it is. */
export function EmptyConversation(): ReactNode {
  const { t } = useTranslation();
  const status = useLive('status.changed');
  const demo = useAction('demo.set');
  const when = isLive(useVoiceState()) ? 'joined' : 'before';
  const { role, deviceIdentity } = useViewer();
  if (deviceIdentity !== null) {
    return (
      <div className="empty">
        <h2>{t(`join.empty.${role === 'listen' ? 'listen' : 'talk'}.title`)}</h2>
        <p>{t(`join.empty.${role === 'listen' ? 'listen' : 'talk'}.text`)}</p>
      </div>
    );
  }
  if (isKeyMissing(status)) {
    return (
      <div className="empty">
        <h2>{t('empty.noKey.title')}</h2>
        <p>{t('empty.noKey.text')}</p>
        <div className="row">
          <Button asChild>
            <a href={hrefOf({ place: 'settings', section: 'providers' })}>{t('empty.noKey.addKey')}</a>
          </Button>
          <Button variant="soft" loading={demo.pending} onClick={() => void demo.run({ enabled: true })}>
            {t('empty.noKey.tryDemo')}
          </Button>
        </div>
        {demo.error && <p role="alert">{demo.error.message}</p>}
      </div>
    );
  }
  return (
    <div className="empty">
      <h2>{t('empty.title')}</h2>
      <p>{t(`empty.${status?.demo ? 'demo' : 'text'}.${when}`)}</p>
      {status?.demo && <ExampleSentences />}
      {status?.mcp.length === 0 && (
        <Button asChild variant="soft">
          <a href={hrefOf({ place: 'servers', adding: true })}>{t('servers.add')}</a>
        </Button>
      )}
    </div>
  );
}
