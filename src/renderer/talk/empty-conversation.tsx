import { Button } from '@radix-ui/themes';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useLive } from '../bridge/use-live.ts';
import { FirstMinute } from '../first-minute/first-minute.tsx';
import { hrefOf } from '../shell/route.ts';
import { useViewer } from '../shell/viewer.tsx';
import { useVoiceState } from '../voice/voice-context.tsx';
import { isLive } from '../voice/voice-state.ts';
import { ExampleSentences } from './example-sentences.tsx';
import { isKeyMissing } from './find-problems.ts';
import type { ReactNode } from 'react';

/** Before the first word: the next step, whatever it is. */
export function EmptyConversation(): ReactNode {
  const { t } = useTranslation();
  const { role, deviceIdentity } = useViewer();
  const { mode } = useVoiceState();
  if (deviceIdentity === null) return <OwnersEmptyConversation />;
  return (
    <div className="empty">
      <h2>{t(`join.empty.${role === 'listen' ? 'listen' : 'talk'}.title`)}</h2>
      <p>{role === 'listen' ? t('join.empty.listen.text') : t(`join.empty.talk.text.${mode}`)}</p>
    </div>
  );
}

function OwnersEmptyConversation(): ReactNode {
  const { t } = useTranslation();
  const status = useLive('status.changed');
  const settings = useLive('settings.changed');
  const voice = useVoiceState();
  const joined = isLive(voice);
  const isNew = useStaysNew(isKeyMissing(status));
  if (isNew && !joined && status && settings) return <FirstMinute status={status} settings={settings} />;
  return (
    <div className="empty">
      <h2>{t('empty.title')}</h2>
      <p>{t(`empty.${status?.demo ? 'demo' : 'text'}.${joined ? voice.mode : 'before'}`)}</p>
      {status?.demo && <ExampleSentences />}
      {status?.mcp.length === 0 && (
        <Button asChild variant="soft">
          <a href={hrefOf({ place: 'servers', adding: true })}>{t('servers.add')}</a>
        </Button>
      )}
    </div>
  );
}

/** Once nothing was set up, the first steps stay in sight until the person joins. */
function useStaysNew(nothingSetUp: boolean): boolean {
  const [wasNew, setWasNew] = useState(nothingSetUp);
  if (nothingSetUp && !wasNew) setWasNew(true);
  return wasNew;
}
