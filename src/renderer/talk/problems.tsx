import { useTranslation } from 'react-i18next';
import { useConnection } from '../bridge/use-connection.ts';
import { useLive } from '../bridge/use-live.ts';
import { useVoiceState } from '../voice/voice-context.tsx';
import { findProblems } from './find-problems.ts';
import { ProblemButton } from './problem-button.tsx';
import type { ReactNode } from 'react';

/** What stands in the way, above the microphone, for as long as it does. */
export function Problems(): ReactNode {
  const { t } = useTranslation();
  const problems = findProblems({
    connection: useConnection(),
    status: useLive('status.changed'),
    talk: useLive('talk.changed'),
    voice: useVoiceState(),
  });
  return problems.map(({ id, sentence, action, tone }) => (
    <div key={id} className="problem" data-tone={tone} role="alert">
      <span className="problem-mark" aria-hidden="true">
        !
      </span>
      <p>{'key' in sentence ? t(`problems.${sentence.key}`) : sentence.text}</p>
      {action && <ProblemButton action={action} />}
    </div>
  ));
}
