import { PaperPlaneIcon } from '@radix-ui/react-icons';
import { IconButton } from '@radix-ui/themes';
import { useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useAction } from '../bridge/use-action.ts';
import { ProblemBox } from '../shell/failure.tsx';
import type { FormEvent, KeyboardEvent, ReactNode } from 'react';

const longestText = 10_000;

/** A typed turn. Enter sends, Shift and Enter begin a new line; what could not be sent stays in the field. */
export function Composer(): ReactNode {
  const { t } = useTranslation();
  const [text, setText] = useState('');
  const form = useRef<HTMLFormElement>(null);
  const send = useAction('talk.send');
  const submit = async (event: FormEvent): Promise<void> => {
    event.preventDefault();
    const said = text.trim();
    if (said === '' || send.pending) return;
    setText('');
    if (!(await send.run({ text: said }))) setText((typed) => (typed === '' ? said : typed));
  };
  const onKeyDown = (event: KeyboardEvent): void => {
    if (event.key !== 'Enter' || event.shiftKey || event.nativeEvent.isComposing) return;
    event.preventDefault();
    form.current?.requestSubmit();
  };
  return (
    <>
      {send.error && <ProblemBox sentence={send.error.message} />}
      <form ref={form} className="composer" onSubmit={(event) => void submit(event)}>
        <textarea
          className="composer-field"
          rows={1}
          maxLength={longestText}
          aria-label={t('talk.message')}
          placeholder={t('talk.placeholder')}
          value={text}
          onChange={(event) => setText(event.target.value)}
          onKeyDown={onKeyDown}
        />
        <IconButton type="submit" size="2" variant="soft" aria-label={t('talk.send')} disabled={text.trim() === ''}>
          <PaperPlaneIcon />
        </IconButton>
      </form>
    </>
  );
}
