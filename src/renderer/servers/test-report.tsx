import { useTranslation } from 'react-i18next';
import { OutcomeIcon } from '../shell/outcome-icon.tsx';
import { toVisibleText } from '../text/visible-text.ts';
import type { ReactNode } from 'react';
import type { TestReport as Report } from '../../contract/index.ts';

/** What a connection test found, step by step, or the reason it failed. */
export function TestReport({ report }: { report: Report }): ReactNode {
  const { t } = useTranslation();
  if (!report.ok) {
    return (
      <div className="report" role="status" data-tone="bad">
        <p className="report-step">
          <OutcomeIcon tone="bad" /> {toVisibleText(report.cause?.message ?? t('servers.report.failed'))}
        </p>
      </div>
    );
  }
  const steps = [
    t('servers.report.connected'),
    ...(report.era ? [t('servers.report.era', { era: report.era })] : []),
    ...(report.version !== null ? [t('servers.report.version', { version: toVisibleText(report.version) })] : []),
    t('servers.report.tools', { count: report.tools.length }),
  ];
  return (
    <div className="report" role="status" data-tone="good">
      {steps.map((step) => (
        <p key={step} className="report-step">
          <OutcomeIcon tone="good" /> {step}
        </p>
      ))}
      {report.tools.length > 0 && <p className="quiet">{toVisibleText(report.tools.join(', '))}</p>}
    </div>
  );
}
