import { Button, SegmentedControl } from '@radix-ui/themes';
import { useTranslation } from 'react-i18next';
import { CodeBlock } from '../text/code-block.tsx';
import { toVisibleText } from '../text/visible-text.ts';
import { describeWhole } from './describe-entry.ts';
import { DraftFields } from './draft-fields.tsx';
import { Presets } from './presets.tsx';
import { TestReport } from './test-report.tsx';
import { useAddServer } from './use-add-server.ts';
import type { ReactNode } from 'react';
import type { Draft } from './read-draft.ts';

const ways: readonly Draft['by'][] = ['command', 'address', 'json'];

/** A new server: by command, address, or the JSON other programs use; what will run is shown in full before it does. */
export function AddServer(): ReactNode {
  const { t } = useTranslation();
  const form = useAddServer();
  const { draft, reading, test } = form;
  const entries = reading.status === 'entries' ? reading.entries : [];
  const [only] = entries;
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
        {draft.by === 'command' && <Presets onChoose={(command) => form.change({ command })} />}
        <DraftFields draft={draft} onChange={form.change} />
        {reading.status === 'wrong' && <p className="call-error">{t(`servers.faults.${reading.reason}`)}</p>}
        {entries.map(({ name, entry }) => (
          <div key={name} className="stack-small">
            <h3>
              {t(entry.command === undefined ? 'servers.willReach' : 'servers.willRun', { name: toVisibleText(name) })}
            </h3>
            <CodeBlock label={t('servers.command')} text={describeWhole(entry).join('\n')} />
          </div>
        ))}
        {(form.error ?? test.error) && (
          <div className="problem" role="alert">
            <p>{(form.error ?? test.error)?.message}</p>
            {form.error?.code === 'mcp/name-taken' && (
              <Button type="button" size="1" variant="surface" onClick={() => void form.add({ replace: true })}>
                {t('servers.replace')}
              </Button>
            )}
          </div>
        )}
        {test.pending && (
          <p className="quiet" role="status">
            {t('servers.testing')}
          </p>
        )}
        {test.report && <TestReport report={test.report} />}
        <div className="row">
          <Button type="submit" loading={form.pending} disabled={!only}>
            {entries.length > 1 ? t('servers.submitMany', { count: entries.length }) : t('servers.submit')}
          </Button>
          <Button
            type="button"
            variant="soft"
            loading={test.pending}
            disabled={!only || entries.length > 1}
            onClick={() => only && void test.run({ entry: only.entry })}
          >
            {t('servers.test')}
          </Button>
        </div>
        <p className="quiet">{t('servers.addNote')}</p>
      </form>
    </section>
  );
}
