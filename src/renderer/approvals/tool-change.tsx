import { Fragment } from 'react';
import { useTranslation } from 'react-i18next';
import { CodeBlock } from '../text/code-block.tsx';
import { toolDifferences } from './tool-differences.ts';
import type { ReactNode } from 'react';
import type { Approval } from '../../contract/index.ts';

/** What is new about a tool that its owner knew otherwise: a permission given before does not hold for it. */
export function ToolChange({ changed }: { changed: NonNullable<Approval['changed']> }): ReactNode {
  const { t } = useTranslation();
  return (
    <section className="approval-change" aria-label={t('approvals.changed')}>
      <strong>{t('approvals.changed')}</strong>
      {changed.before === null && <span>{t('approvals.unknownBefore')}</span>}
      <dl>
        {toolDifferences(changed).map(({ field, before, now }) => {
          const name = t(`approvals.fields.${field}`);
          return (
            <Fragment key={field}>
              {before !== null && <Side label={t('approvals.before', { field: name })} text={before} />}
              <Side label={t('approvals.now', { field: name })} text={now} />
            </Fragment>
          );
        })}
      </dl>
    </section>
  );
}

function Side({ label, text }: { label: string; text: string }): ReactNode {
  return (
    <>
      <dt>{label}</dt>
      <dd>
        <CodeBlock label={label} text={text} />
      </dd>
    </>
  );
}
