import { Button } from '@radix-ui/themes';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { ActionButton } from '../shell/action-button.tsx';
import { useAction } from '../bridge/use-action.ts';
import { CodeBlock } from '../text/code-block.tsx';
import { describeWhole } from './describe-entry.ts';
import { DraftFields } from './draft-fields.tsx';
import { readEntry, toDraft } from './read-draft.ts';
import { Failure, ProblemBox } from '../shell/failure.tsx';
import type { ReactNode } from 'react';
import type { ServerView } from '../../contract/index.ts';
import type { EntryField } from './remedy.ts';

interface EditServerProps {
  readonly server: ServerView;
  /** Where what has to be changed stands, if that is known. */
  readonly focused: EntryField | null;
  onDone(): void;
}

/** Changes an entry; what will start is shown beside what did, and saving approves it. Keys stay references. */
export function EditServer({ server, focused, onDone }: EditServerProps): ReactNode {
  const { t } = useTranslation();
  const [seen, setSeen] = useState(server.entry);
  const [draft, setDraft] = useState(() => toDraft(seen, server.name));
  const edit = useAction('mcp.edit');
  const entry = readEntry(draft);
  const fault = typeof entry === 'string' ? entry : null;
  const before = describeWhole(seen).join('\n');
  const after = typeof entry === 'object' && entry !== null ? describeWhole(entry).join('\n') : before;
  const isElsewhere = JSON.stringify(server.entry) !== JSON.stringify(seen);
  const save = async (): Promise<void> => {
    if (typeof entry === 'string' || entry === null) return;
    if (await edit.run({ name: server.name, entry, seen })) onDone();
  };
  const lookAgain = (): void => {
    setSeen(server.entry);
    setDraft(toDraft(server.entry, server.name));
    edit.clear();
  };
  return (
    <form
      className="stack"
      aria-label={t('servers.edit.title')}
      onSubmit={(event) => {
        event.preventDefault();
        void save();
      }}
    >
      <DraftFields
        draft={draft}
        onChange={(change) => setDraft({ ...draft, ...change })}
        focused={focused}
        withoutName
      />
      {fault && <Failure>{t(`servers.faults.${fault}`)}</Failure>}
      {after !== before && (
        <div className="stack-small">
          <h3>{t('servers.edit.before')}</h3>
          <CodeBlock label={t('servers.edit.before')} text={before} />
          <h3>{t('servers.edit.after')}</h3>
          <CodeBlock label={t('servers.edit.after')} text={after} />
        </div>
      )}
      {isElsewhere && !edit.pending && (
        <ProblemBox sentence={t('servers.edit.elsewhere')}>
          <Button type="button" size="1" variant="surface" onClick={lookAgain}>
            {t('servers.edit.lookAgain')}
          </Button>
        </ProblemBox>
      )}
      {edit.error && !isElsewhere && <ProblemBox sentence={edit.error.message} />}
      <div className="row">
        <ActionButton type="submit" pending={edit.pending} disabled={after === before || fault !== null || isElsewhere}>
          {t('servers.edit.save')}
        </ActionButton>
        <Button type="button" variant="soft" color="gray" onClick={onDone}>
          {t('servers.edit.cancel')}
        </Button>
      </div>
      <p className="quiet">{t('servers.edit.note')}</p>
    </form>
  );
}
