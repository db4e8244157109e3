import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { ActionButton } from '../shell/action-button.tsx';
import { useAction } from '../bridge/use-action.ts';
import { OutcomeIcon } from '../shell/outcome-icon.tsx';
import { CodeBlock } from '../text/code-block.tsx';
import { Failure } from '../shell/failure.tsx';
import type { ReactNode } from 'react';
import type { DoctorCheck } from '../../contract/index.ts';

/** The version, where everything is kept, and the doctor: what is wrong and what to do. */
export function AboutSection({ version, dataDir }: { version: string; dataDir: string }): ReactNode {
  const { t } = useTranslation();
  const doctor = useAction('doctor.run');
  const [checks, setChecks] = useState<readonly DoctorCheck[]>([]);
  const run = async (): Promise<void> => {
    const found = await doctor.run(undefined);
    if (found) setChecks(found.output);
  };
  return (
    <section className="card stack" aria-labelledby="about-title">
      <h2 id="about-title">{t('settings.about.title')}</h2>
      <p className="quiet">{t('settings.about.version', { version })}</p>
      <div className="stack-small">
        <h3>{t('settings.about.dataDir')}</h3>
        <CodeBlock label={t('settings.about.dataDir')} text={dataDir} />
        <p className="quiet">{t('settings.about.dataDirLine')}</p>
      </div>
      <div className="row">
        <ActionButton variant="soft" pending={doctor.pending} onClick={() => void run()}>
          {t('settings.about.check')}
        </ActionButton>
      </div>
      {doctor.error && <Failure>{doctor.error.message}</Failure>}
      {checks.length > 0 && (
        <ul className="checks" aria-label={t('settings.about.checks')}>
          {checks.map((check) => (
            <li key={check.name} className="report-step">
              <OutcomeIcon tone={check.ok ? 'good' : 'bad'} />
              <span>
                <strong>{check.name}</strong> {check.found}
                {check.advice !== null && <span className="quiet"> {check.advice}</span>}
              </span>
            </li>
          ))}
        </ul>
      )}
    </section>
  );
}
