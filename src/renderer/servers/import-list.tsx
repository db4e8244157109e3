import { useTranslation } from 'react-i18next';
import { CodeBlock } from '../text/code-block.tsx';
import { toVisibleText } from '../text/visible-text.ts';
import { describeWhole } from './describe-entry.ts';
import { Failure } from '../shell/failure.tsx';
import type { ReactNode } from 'react';
import type { ImportableServer, RefusedServer } from '../../contract/index.ts';
import type { AddServerForm } from './use-add-server.ts';

/** What was found, each in full: what will run or be reached, where its keys go, what cannot be used and why. */
export function ImportList({ form }: { form: AddServerForm }): ReactNode {
  const { t } = useTranslation();
  const { found } = form.preview;
  if (!found) return null;
  return (
    <>
      {found.file !== null && <p className="quiet">{t('servers.import.file', { file: toVisibleText(found.file) })}</p>}
      {found.servers.length > 0 && (
        <ul className="import-list" aria-label={t('servers.import.found')}>
          {found.servers.map((server) => (
            <Found key={server.name} server={server} form={form} optional={found.servers.length > 1} />
          ))}
        </ul>
      )}
      {found.refused.length > 0 && <Refused refused={found.refused} />}
    </>
  );
}

function Found({
  server,
  form,
  optional,
}: {
  server: ImportableServer;
  form: AddServerForm;
  optional: boolean;
}): ReactNode {
  const { t } = useTranslation();
  const { entry, kept, asked, warnings, taken } = server;
  const name = toVisibleText(server.name);
  const title = t(entry.command === undefined ? 'servers.willReach' : 'servers.willRun', { name });
  return (
    <li className="stack-small">
      {optional ? (
        <label className="check-label">
          <input
            type="checkbox"
            checked={form.chosen.includes(server)}
            onChange={(event) => form.choose(server.name, event.target.checked)}
          />
          <span>{title}</span>
        </label>
      ) : (
        <h3>{title}</h3>
      )}
      <CodeBlock label={t('servers.command')} text={describeWhole(entry).join('\n')} />
      {optional && taken && <p className="quiet">{t('servers.import.taken')}</p>}
      {kept.map(({ secret, field }) => (
        <p key={`${secret} ${field}`} className="quiet">
          {t('servers.import.kept', { field: toVisibleText(field), secret })}
        </p>
      ))}
      {warnings.map((warning) => (
        <Failure key={warning}>{toVisibleText(warning)}</Failure>
      ))}
      {asked.map(({ secret, description }) => (
        <label key={secret} className="labeled">
          <span>{toVisibleText(description)}</span>
          <input
            className="field"
            type="password"
            autoComplete="off"
            value={form.values[secret] ?? ''}
            onChange={(event) => form.setValue(secret, event.target.value)}
          />
        </label>
      ))}
    </li>
  );
}

function Refused({ refused }: { refused: readonly RefusedServer[] }): ReactNode {
  const { t } = useTranslation();
  return (
    <div className="stack-small">
      <h3>{t('servers.import.refused')}</h3>
      <ul aria-label={t('servers.import.refused')}>
        {refused.map(({ name, reason, line, column }) => (
          <li key={name}>
            <Failure>
              {name !== '' && <strong>{toVisibleText(name)} </strong>}
              <span className="quiet">{t('servers.import.place', { line, column })}</span> {toVisibleText(reason)}
            </Failure>
          </li>
        ))}
      </ul>
    </div>
  );
}
