import { Button } from '@radix-ui/themes';
import { useTranslation } from 'react-i18next';
import { useAction } from '../bridge/use-action.ts';
import { Failure } from '../shell/failure.tsx';
import type { ReactNode } from 'react';

const examples = ['files', 'note', 'tools'] as const;

/** What the demo understands: read out what to say, and sent when pressed. */
export function ExampleSentences(): ReactNode {
  const { t } = useTranslation();
  const send = useAction('talk.send');
  return (
    <>
      <div className="examples">
        {examples.map((example) => (
          <Button
            key={example}
            variant="soft"
            color="gray"
            radius="full"
            // Not disabled meanwhile: the focus would be lost, and the next press of Space the talk's.
            aria-disabled={send.pending || undefined}
            onClick={() => {
              if (!send.pending) void send.run({ text: t(`empty.examples.${example}`) });
            }}
          >
            {t(`empty.examples.${example}`)}
          </Button>
        ))}
      </div>
      {send.error && <Failure>{send.error.message}</Failure>}
    </>
  );
}
