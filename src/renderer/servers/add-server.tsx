import { Button, SegmentedControl } from '@radix-ui/themes';
import { useTranslation } from 'react-i18next';
import { ActionButton } from '../shell/action-button.tsx';
import { AppChoice } from './app-choice.tsx';
import { DraftFields } from './draft-fields.tsx';
import { ImportList } from './import-list.tsx';
import { Presets } from './presets.tsx';
import { whatIsMissing } from './read-draft.ts';
import { TestReport } from './test-report.tsx';
import { useAddServer } from './use-add-server.ts';
import { Failure, ProblemBox } from '../shell/failure.tsx';
import type { ReactNode } from 'react';
import type { ServerView } from '../../contract/index.ts';
import type { Draft } from './read-draft.ts';

const ways: readonly Draft['by'][] = ['command', 'address', 'json', 'app'];

/** New servers: by command, address, pasted JSON or another program's file; what will run is shown in full before it does. */
export function AddServer({ like }: { like: ServerView | null }): ReactNode {
  const { t } = useTranslation();
  const form = useAddServer(like);
  const { draft, reading, preview, chosen, test } = form;
  const error = form.error ?? test.error ?? preview.error;
  const isForm = draft.by === 'command' || draft.by === 'address';
  const missing = isForm ? whatIsMissing(draft) : null;
  return (
    <section className="stack" aria-label={t('servers.add')}>
      <header className="detail-head">
        <h2>{t('servers.add')}</h2>
      </header>
      <SegmentedControl.Root
        value={draft.by}
        onValueChange={(by) => form.change({ by: ways.find((way) => way === by) ?? 'command' })}
      >
        {ways.map((way) => (
          <SegmentedControl.Item key={way} value={way}>
            {t(`servers.ways.${way}`)}
          </SegmentedControl.Item>
        ))}
      </SegmentedControl.Root>
      <form
        className="stack"
        onSubmit={(event) => {
          event.preventDefault();
          void form.add();
        }}
      >
        {isForm && <Presets onChoose={form.change} />}
        {draft.by === 'app' ? (
          <AppChoice chosen={draft.app} onChoose={(app) => form.change({ app })} />
        ) : (
          <DraftFields draft={draft} onChange={form.change} />
        )}
        {reading.status === 'wrong' && <Failure>{t(`servers.faults.${reading.reason}`)}</Failure>}
        {missing && (
          <p className="quiet" role="status">
            {t(`servers.missing.${missing}`)}
          </p>
        )}
        <ImportList form={form} />
        {error && (
          <ProblemBox sentence={error.message}>
            {form.error?.code === 'mcp/name-taken' && (
              <Button type="button" size="1" variant="surface" onClick={() => void form.add({ replace: true })}>
                {t('servers.replace')}
              </Button>
            )}
          </ProblemBox>
        )}
        <TestReport test={test} />
        <div className="row">
          <ActionButton type="submit" pending={form.pending} disabled={chosen.length === 0}>
            {chosen.length > 1 ? t('servers.submitMany', { count: chosen.length }) : t('servers.submit')}
          </ActionButton>
          <ActionButton
            type="button"
            variant="soft"
            pending={test.pending}
            disabled={chosen.length !== 1}
            onClick={() => form.runTest()}
          >
            {t('servers.test')}
          </ActionButton>
        </div>
        {isForm && <p className="quiet">{t(`servers.addNotes.${draft.by}`)}</p>}
      </form>
    </section>
  );
}
