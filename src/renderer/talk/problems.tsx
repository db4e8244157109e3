import { useTranslation } from 'react-i18next';
import { useConnection } from '../bridge/use-connection.ts';
import { useLive } from '../bridge/use-live.ts';
import { microphoneWords } from '../voice/microphone-words.ts';
import { useViewer } from '../shell/viewer.tsx';
import { useVoiceState } from '../voice/voice-context.tsx';
import { asDeviceSees, findProblems } from './find-problems.ts';
import { ProblemButton } from './problem-button.tsx';
import { ProblemBox } from '../shell/failure.tsx';
import type { ReactNode } from 'react';
import type { MicrophoneWords } from '../voice/microphone-words.ts';
import type { ProblemKey } from './find-problems.ts';

/** Where the microphone is allowed again differs from browser to browser. */
function wordsFor(key: ProblemKey): MicrophoneWords | `problems.${Exclude<ProblemKey, 'microphone.denied'>}` {
  return key === 'microphone.denied' ? microphoneWords('denied', navigator.userAgent) : `problems.${key}`;
}

/** What stands in the way, above the microphone, for as long as it does. */
export function Problems(): ReactNode {
  const { t } = useTranslation();
  const isDevice = useViewer().deviceIdentity !== null;
  const found = findProblems({
    connection: useConnection(),
    status: useLive('status.changed'),
    talk: useLive('talk.changed'),
    voice: useVoiceState(),
  });
  const problems = isDevice ? found.map(asDeviceSees) : found;
  return problems.map(({ id, sentence, action, tone }) => (
    <ProblemBox key={id} sentence={'key' in sentence ? t(wordsFor(sentence.key)) : sentence.text} tone={tone} marked>
      {action && <ProblemButton action={action} />}
    </ProblemBox>
  ));
}
